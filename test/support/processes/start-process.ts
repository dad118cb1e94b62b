import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of this folder, started in a process of its own. */
export interface ChildProgram {
  readonly process: ChildProcessWithoutNullStreams;
  /** The lines it prints, as they come; ends when the process does. */
  readonly lines: AsyncIterable<string>;
  /** What it has written to standard error so far. */
  readonly stderr: () => string;
  /** Settles once the process is gone. */
  readonly exited: Promise<unknown>;
}

/** Starts a program of this folder with arguments. */
export function startProcess(program: string, ...args: readonly string[]): ChildProgram {
  const file = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args]);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    stderr: () => complaints,
    exited: once(child, 'exit'),
  };
}
