import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The program's own settings, which a person's shell may hold and a check must not see. */
const settings = [
  'WAREHOUSE',
  'TEST_WAREHOUSE',
  'FAKESNOW_URL',
  'DUCKDB_PATH',
  'NEXTAUTH_URL',
  'NEXTAUTH_SECRET',
  'API_TOKEN',
  'LOG_LEVEL',
  'PORT',
  'NODE_ENV',
];

/** Those of an account that is for tests are meant for them. */
function isSetting(name: string): boolean {
  return settings.includes(name) || /^SNOWFLAKE_(?!TEST_)/.test(name);
}

/** No step takes this long unless it hangs. */
const limitMs = 45 * 60_000;

/**
 * Runs a program in the project's folder, what it prints going to the terminal, and answers whether
 * it succeeded. One that hangs is ended, with all that it started.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  const inherited = { ...process.env, ...plain, NEXT_TELEMETRY_DISABLED: '1' };
  for (const name of Object.keys(inherited).filter(isSetting)) {
    delete (inherited as NodeJS.ProcessEnv)[name];
  }
  const child = spawn(command, args, {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const end = (signal: NodeJS.Signals) => child.pid && process.kill(-child.pid, signal);
  const interrupted = () => {
    end('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const timer = setTimeout(() => {
    console.error(`${command} did not end within ${limitMs / 60_000} minutes and was stopped.`);
    end('SIGKILL');
  }, limitMs);
  return new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  }).finally(() => {
    clearTimeout(timer);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  });
}

/** Runs a program that one of the packages brings. */
export function runTool(
  name: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  return runProgram(`${root}node_modules/.bin/${name}`, args, env);
}
