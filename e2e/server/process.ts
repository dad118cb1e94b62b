import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

// No server outlives the tests' worker, however that ends.
const runningServers = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of runningServers) child.kill('SIGKILL');
});

/** A `next start` on the production build that listens. */
export class NextServer {
  private constructor(private readonly child: ChildProcess) {}

  /** Starts it on a port, with these settings and no others; `hear` is told what it prints. */
  static async start(
    port: number,
    env: NodeJS.ProcessEnv,
    hear: (text: string) => void,
  ): Promise<NextServer> {
    const child = spawn(
      process.execPath,
      ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
      { cwd: root, env: { ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    runningServers.add(child);
    await untilListening(child, hear);
    return new NextServer(child);
  }

  /** Sends it a signal and waits until it has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    runningServers.delete(child);
  }
}

/** Resolves when Next says that it listens. */
function untilListening(child: ChildProcess, hear: (text: string) => void): Promise<void> {
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

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a finished process left. */
export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings of a process that works on one warehouse; none of the person's own shell. */
export function environmentFor(path: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    LANG,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DUCKDB_PATH: path,
    // Empty counts as unset, and keeps a file of the person's own from setting it.
    WAREHOUSE: '',
    NEXTAUTH_SECRET: '',
    API_TOKEN: '',
    ANTHROPIC_API_KEY: '',
  };
}

/** Runs one of the project's TypeScript files as its npm scripts do, on the warehouse at `path`. */
export async function runScript(
  file: string,
  args: readonly string[],
  path: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ScriptResult> {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', file, ...args],
    { cwd: root, env: { ...environmentFor(path), ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Finds a port that nobody listens on, `from` or one of the nine after it. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 10; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${from} to ${from + 9} is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
