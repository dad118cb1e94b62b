import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a finished process left. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings of a process that works on one warehouse; none of the person's own shell. */
export function settingsFor(path: string): NodeJS.ProcessEnv {
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
): Promise<Finished> {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', file, ...args],
    { cwd: root, env: { ...settingsFor(path), ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
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
