import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Stops a program that hangs. */
const TIMEOUT_MS = 50 * 60_000;

/** The program's own settings. A developer's shell may set them, and tests must not see them. */
const SETTINGS =
  /^(WAREHOUSE|TEST_WAREHOUSE|FAKESNOW_URL|DUCKDB_PATH|NEXTAUTH_URL|NEXTAUTH_SECRET|LOG_LEVEL|PORT|NODE_ENV|SNOWFLAKE_(?!TEST_).*)$/;

const cleanEnv = { ...process.env };
for (const name of Object.keys(cleanEnv)) if (SETTINGS.test(name)) delete cleanEnv[name];

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Prints the output once the program has ended, for programs that run next to another one. */
  readonly buffered?: boolean;
}

/** How a program ended. */
export interface ProgramResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program in the project's folder and prints its output. Never rejects. */
export function runProgram(
  command: string,
  args: readonly string[],
  { env, buffered = false }: RunOptions = {},
): Promise<ProgramResult> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...cleanEnv, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that everything it started ends with it.
    detached: true,
  });
  const kill = (signal: NodeJS.Signals) => child.pid && process.kill(-child.pid, signal);
  const interrupt = () => {
    kill('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);

  let output = '';
  const print = (text: string) => {
    output += text;
    if (!buffered) process.stdout.write(text);
  };
  const timer = setTimeout(() => {
    print(`${command} was stopped after ${TIMEOUT_MS / 60_000} minutes.\n`);
    kill('SIGKILL');
  }, TIMEOUT_MS);
  child.stdout.setEncoding('utf8').on('data', print);
  child.stderr.setEncoding('utf8').on('data', print);
  return new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      print(`${command} could not be started: ${error.message}\n`);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  }).then((ok) => {
    clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    if (buffered) process.stdout.write(output);
    return { ok, output };
  });
}

/** Runs a program from one of the npm packages. */
export function runTool(
  name: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<ProgramResult> {
  return runProgram(`${root}node_modules/.bin/${name}`, args, options);
}

/** Installs system packages with apt-get. Returns false where this user can't. */
export async function installSystemPackages(...packages: string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram('apt-get', ['update', '-q'], options);
  const install = ['install', '-qy', '--no-install-recommends', ...packages];
  return (await runProgram('apt-get', install, options)).ok;
}
