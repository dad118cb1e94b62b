import type { Connection } from 'snowflake-sdk';
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

function login(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  timeoutMs: number,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(notReached(timeoutMs));
    }, timeoutMs);
    const fail = (error: unknown) => {
      clearTimeout(timer);
      reject(toLoginError(error, options.auth));
    };
    try {
      sdk.createConnection(connectionOptions(options)).connect((error, connection) => {
        clearTimeout(timer);
        if (!error && !late) return resolve(connection);
        // Frees what the SDK holds for it, a session that came too late included.
        connection.destroy(() => {});
        if (error) fail(error);
      });
    } catch (error) {
      fail(error);
    }
  });
}
