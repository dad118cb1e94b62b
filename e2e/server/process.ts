import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

// No server outlives the tests' worker, however that ends.
const runningServers = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of runningServers) child.kill('SIGKILL');
});

/** How a server is started. */
interface Program {
  readonly args: readonly string[];
  readonly cwd: string;
  /** The user it runs as; by default, that of the tests. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** The production build with commands that control its warehouse. */
const controlled: Program = {
  args: ['--import', './e2e/server/remote-control.mjs', 'cli/start.mjs'],
  cwd: root,
};

/** A server on the production build, whose warehouse the tests control. */
export class NextServer {
  #calls = 0;

  private constructor(private readonly child: ChildProcess) {}

  /** Starts a server with exactly these settings and waits until it listens. */
  static async start(
    port: number,
    env: NodeJS.ProcessEnv,
    onOutput: (text: string) => void,
    { args, cwd, user }: Program = controlled,
  ): Promise<NextServer> {
    const child = spawn(process.execPath, args, {
      cwd,
      // As in cli/start.cjs, which would set it too late after --import.
      env: { UV_THREADPOOL_SIZE: '8', ...env, HOST: '127.0.0.1', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      ...user,
    });
    runningServers.add(child);
    await untilListening(child, onOutput);
    return new NextServer(child);
  }

  /**
   * Runs one of the commands in remote-control.mjs inside the server.
   *
   * @throws Error if it fails, the server ends, or `timeoutMs` passes
   */
  async call(command: string, input: unknown, timeoutMs = 30_000): Promise<unknown> {
    const { child } = this;
    const id = ++this.#calls;
    const finished = new AbortController();
    const { signal } = finished;
    try {
      child.send({ id, command, input });
      return await Promise.race([
        this.#response(id, signal),
        once(child, 'exit', { signal }).then(() => {
          throw new Error(`The server ended during “${command}”.`);
        }),
        new Promise((_, reject) => {
          const fail = () => reject(new Error(`“${command}” took longer than ${timeoutMs} ms.`));
          const timer = globalThis.setTimeout(fail, timeoutMs);
          signal.addEventListener('abort', () => clearTimeout(timer));
        }),
      ]);
    } finally {
      finished.abort();
    }
  }

  #response(id: number, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: { id: number; result?: unknown; error?: string }) => {
        if (message.id !== id) return;
        if (message.error === undefined) resolve(message.result);
        else reject(new Error(message.error));
      };
      this.child.on('message', onMessage);
      signal.addEventListener('abort', () => this.child.off('message', onMessage));
    });
  }

  /** Sends a signal, waits until the server has ended, and returns its exit code. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    runningServers.delete(child);
    return child.exitCode;
  }
}

/** Resolves when Next.js prints that it is ready. */
function untilListening(child: ChildProcess, onOutput: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk;
      onOutput(String(chunk));
      if (/Ready in/.test(text)) resolve();
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The server ended before it was ready:\n${text}`)));
  });
}

/**
 * Waits until the server at this address says that its warehouse is ready, or not ready. On a busy
 * machine, a warehouse that opens may not respond to the first request in time.
 * @throws Error with the server's response if that takes longer than half a minute
 */
export async function untilReady(url: string, expected = true): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const response = await fetch(`${url}/api/ready`);
    if (response.ok === expected) return;
    if (response.ok || Date.now() > deadline) {
      throw new Error(`/api/ready returned ${response.status}: ${await response.text()}`);
    }
    await setTimeout(100);
  }
}

/** The exit code and output of a finished process. */
export interface ScriptResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings of a process that works on one warehouse, without any of the developer's shell. */
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
    // Empty counts as unset, and overrides the developer's .env files.
    WAREHOUSE: '',
    NEXTAUTH_SECRET: '',
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

/** Finds a free port among `from` and the nine after it. */
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
