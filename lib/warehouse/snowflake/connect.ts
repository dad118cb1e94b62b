import type { Connection } from 'snowflake-sdk';
import { answering } from './answering';
import type { SnowflakeSdk } from './load-sdk';
import { notReached, toLoginError } from './login-errors';
import { connectionOptions, type SnowflakeOptions } from './options';
import { SnowflakeSession } from './session';

/** How long a login may take, the SDK's own retries included. */
const loginMs = 15_000;

/** Seconds after which a wait for another transaction's lock is given up and the work run again. */
const lockTimeoutSeconds = 20;

/** What makes every session answer as the embedded warehouse does, whatever the account says. */
const parameters = [
  `TIMEZONE = 'UTC'`,
  `TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_NTZ'`,
  `DATE_OUTPUT_FORMAT = 'YYYY-MM-DD'`,
  `TIME_OUTPUT_FORMAT = 'HH24:MI:SS'`,
  'WEEK_START = 1',
  'QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE',
  `LOCK_TIMEOUT = ${lockTimeoutSeconds}`,
  // Ends what a lost connection left running, so that its locks are not held for hours.
  'ABORT_DETACHED_QUERY = TRUE',
];

export interface ConnectOptions {
  /** True for statements of a person's, each its own transaction unless they say BEGIN. */
  readonly autocommit: boolean;
  readonly timeoutMs?: number | undefined;
}

/**
 * Logs in and prepares the session.
 * @throws AppError `warehouse_unavailable` that names the setting to look at.
 */
export async function connect(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  { autocommit, timeoutMs = loginMs }: ConnectOptions,
): Promise<SnowflakeSession> {
  const connection = await login(sdk, options, timeoutMs);
  const session = new SnowflakeSession(connection, options.observe ?? (() => {}));
  const all = [`AUTOCOMMIT = ${autocommit ? 'TRUE' : 'FALSE'}`, ...parameters];
  try {
    const sql = `ALTER SESSION SET ${all.join(', ')}`;
    await session.run({ name: 'open session', sql }, { kind: 'control', timeoutMs });
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Bounded by us, since the SDK asks a host that does not answer for minutes. */
async function login(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  timeoutMs: number,
): Promise<Connection> {
  const given = connectionOptions(options);
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(notReached(timeoutMs));
    }, timeoutMs);
  });
  const loggedIn = async () => {
    const connection = sdk.createConnection(given);
    // The SDK has written there where it will connect, whatever it was given.
    if (given.accessUrl) await answering(given.accessUrl, timeoutMs);
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => {
        // Frees what the SDK holds for it, a session that came too late included.
        if (error || late) connection.destroy(() => {});
        if (error) reject(error);
        else resolve();
      });
    });
    return connection;
  };
  try {
    return await Promise.race([loggedIn(), over]);
  } catch (error) {
    throw toLoginError(error, options.auth);
  } finally {
    clearTimeout(timer);
  }
}
