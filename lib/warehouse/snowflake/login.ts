import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Connection } from 'snowflake-sdk';
import { log } from '@/lib/server/log';
import { revocationAdvice, revocationError, toLoginError, unreachableError } from './login-errors';
import { connectionOptions, type SnowflakeOptions } from './options';

/** Timeout of reaching the host, and of a login, including the SDK's retries. */
const LOGIN_TIMEOUT_MS = 15_000;

/**
 * How long the SDK's revocation check waits if no server responds: 5 s for Snowflake's cache of
 * revocation states, then 10 s for the certificate authority. It is then skipped, but repeated for
 * each new session.
 */
const REVOCATION_CHECK_MS = 15_000;

/** Waits of a login, for tests. */
export interface LoginLimits {
  readonly timeoutMs?: number | undefined;
  readonly revocationCheckMs?: number | undefined;
}

export type SnowflakeSdk = Pick<typeof import('snowflake-sdk'), 'createConnection'>;

/**
 * Logs in. Limited here, because the SDK keeps trying an unresponsive host for minutes.
 * @throws AppError `warehouse_unavailable` that names the setting to check
 */
export async function logIn(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  { timeoutMs = LOGIN_TIMEOUT_MS, revocationCheckMs = REVOCATION_CHECK_MS }: LoginLimits,
): Promise<Connection> {
  const given = connectionOptions(options);
  const from = performance.now();
  const elapsed = () => performance.now() - from;
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  try {
    const connection = sdk.createConnection(given);
    // The SDK stores the resolved address there.
    const url = given.accessUrl ?? '';
    const isChecked = url.startsWith('https:') && (options.checkRevocation ?? true);
    let isSecured = false;
    const over = new Promise<never>((_, reject) => {
      const limit = timeoutMs + (isChecked ? revocationCheckMs : 0);
      timer = setTimeout(() => {
        late = true;
        reject(isSecured && isChecked ? revocationError(elapsed()) : unreachableError(elapsed()));
      }, limit);
    });
    const loggedIn = async () => {
      isSecured = url !== '' && (await waitUntilReachable(url, timeoutMs));
      await openConnection(connection, () => late);
    };
    await Promise.race([loggedIn(), over]);
    if (isChecked && elapsed() >= revocationCheckMs) {
      log.warn({ ms: Math.round(elapsed()) }, `Slow login to Snowflake. ${revocationAdvice}`);
    }
    return connection;
  } catch (error) {
    throw toLoginError(error, options.auth);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a session, and releases it if it was opened too late. */
function openConnection(connection: Connection, isLate: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error || isLate()) connection.destroy(() => {});
      if (error) reject(error);
      else resolve();
    });
  });
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * Waits until the host accepts a connection or refuses one, which the SDK reports best. The SDK
 * cannot be stopped while it retries an unresponsive host, and would keep a command from ending.
 * @returns whether a TLS connection succeeded, so that only its certificate's revocation is unchecked
 * @throws AppError if the host does neither in time
 */
async function waitUntilReachable(url: string, timeoutMs: number): Promise<boolean> {
  // With a proxy, the host itself may be unreachable.
  if (proxyVariables.some((name) => process.env[name])) return false;
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const address = { host, port: Number(port) || (secure ? 443 : 80), timeout: timeoutMs };
  const servername = isIP(host) ? {} : { servername: host };
  const socket: Socket = secure ? connectTls({ ...address, ...servername }) : connectTcp(address);
  try {
    return await new Promise<boolean>((resolve, reject) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => resolve(secure));
      socket.once('error', () => resolve(false));
      socket.once('timeout', () => reject(unreachableError(timeoutMs)));
    });
  } finally {
    socket.destroy();
  }
}
