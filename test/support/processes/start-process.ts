import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of this folder that runs in a child process. */
export interface ChildProgram {
  readonly process: ChildProcessWithoutNullStreams;
  /** The lines of standard output; ends with the process. */
  readonly lines: AsyncIterable<string>;
  /** The standard error output so far. */
  readonly stderr: () => string;
  /** Resolves when the process has exited. */
  readonly exited: Promise<unknown>;
}

/** Starts a program of this folder with arguments. */
export function startProcess(program: string, ...args: readonly string[]): ChildProgram {
  const file = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    stderr: () => stderr,
    exited: once(child, 'exit'),
  };
}
