import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The output and exit code of a command. */
export interface CommandOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Settings = Readonly<Record<string, string>>;

/** Runs a command as `npm run` does, with additional environment variables. */
export function runCommandWith(
  settings: Settings,
  command: string,
  args: readonly string[],
  input = '',
): Promise<CommandOutcome> {
  const file = fileURLToPath(new URL(`../../cli/${command}.ts`, import.meta.url));
  return runFile(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', file, ...args],
    settings,
    input,
  );
}

/** Runs a shell command line in the project's folder, with npm's own output off. */
export function runLineWith(settings: Settings, line: string): Promise<CommandOutcome> {
  return runFile('sh', ['-c', line], { npm_config_loglevel: 'silent', ...settings });
}

function runFile(
  program: string,
  args: readonly string[],
  settings: Settings,
  input = '',
): Promise<CommandOutcome> {
  const options = {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    // Empty counts as unset and overrides the developer's .env file.
    env: { ...process.env, WAREHOUSE: '', ANTHROPIC_API_KEY: '', LOG_LEVEL: 'info', ...settings },
  };
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out: out.trim(), err: err.trim() });
    });
    child.stdin?.end(input);
  });
}
