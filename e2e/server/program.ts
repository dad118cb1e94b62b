import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './run-script';

// No server outlives the tests' worker, however that ends.
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A `next start` on the production build that listens. */
export class Program {
  private constructor(private readonly child: ChildProcess) {}

  /** Starts it on a port, with these settings and no others; `hear` is told what it prints. */
  static async start(
    port: number,
    env: NodeJS.ProcessEnv,
    hear: (text: string) => void,
  ): Promise<Program> {
    const child = spawn(
      process.execPath,
      ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
      { cwd: root, env: { ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    running.add(child);
    await listening(child, hear);
    return new Program(child);
  }

  /** Sends it a signal and waits until it has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    running.delete(child);
  }
}

/** Resolves when Next says that it listens. */
function listening(child: ChildProcess, hear: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk;
      hear(String(chunk));
      if (/Ready in/.test(text)) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The server ended before it was ready:\n${text}`)));
  });
}
