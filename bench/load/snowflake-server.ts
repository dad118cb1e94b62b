import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import type { Start } from './snowflake-process';

/** A test server for Snowflake's protocol in a process of its own. */
export interface SnowflakeProcess {
  /** The app's settings for it. */
  readonly settings: Readonly<Record<string, string>>;
  usage(): Promise<SnowflakeUsage>;
  close(): Promise<void>;
}

export interface SnowflakeUsage {
  readonly cpuMs: number;
  /** How many statements it has executed. */
  readonly statements: number;
}

/** Serves the databases in these files. Each statement takes `delayMs` longer. */
export async function startSnowflakeProcess(
  files: DatabaseFiles,
  delayMs: number,
): Promise<SnowflakeProcess> {
  const script = fileURLToPath(new URL('snowflake-process.ts', import.meta.url));
  const child = fork(script, {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  });
  const call = async <Response>(message: Start | 'usage'): Promise<Response> => {
    const response = once(child, 'message');
    child.send(message);
    return (await response)[0] as Response;
  };
  const { url, user, password } = await call<Record<'url' | 'user' | 'password', string>>({
    files,
    delayMs,
  });
  return {
    settings: {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_URL: url,
      SNOWFLAKE_ACCOUNT: 'bench',
      SNOWFLAKE_USER: user,
      SNOWFLAKE_PASSWORD: password,
      SNOWFLAKE_ROLE: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
    },
    usage: () => call('usage'),
    async close() {
      const ended = once(child, 'exit');
      child.send('close');
      await ended;
    },
  };
}
