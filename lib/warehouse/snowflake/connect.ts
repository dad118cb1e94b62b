import { connect } from 'node:net';
import type { ConfigureOptions, Connection } from 'snowflake-sdk';
import { AppError } from '@/lib/server/errors';
import { type DriverError, readDriverError, toCause } from './errors';
import { connectionOptions, type SnowflakeAuth, type SnowflakeOptions } from './options';
import { SnowflakeSession } from './session';
import { alterSession, sessionParameters } from './session-parameters';

/** Timeout of a login, including the SDK's retries. */
const LOGIN_TIMEOUT_MS = 15_000;

export interface ConnectOptions {
  /**
   * True for statements written by a person: each is a transaction of its own unless they say
   * BEGIN.
   */
  readonly autocommit: boolean;
  readonly timeoutMs?: number | undefined;
}

/**
 * Logs in and prepares the session.
 * @throws AppError `warehouse_unavailable` that names the setting to check
 */
export async function openSession(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  { autocommit, timeoutMs = LOGIN_TIMEOUT_MS }: ConnectOptions,
): Promise<SnowflakeSession> {
  const connection = await login(sdk, options, timeoutMs);
  const session = new SnowflakeSession(connection, options.observe ?? (() => {}));
  try {
    const sql = alterSession({ AUTOCOMMIT: autocommit, ...sessionParameters });
    await session.run({ name: 'open session', sql }, { kind: 'control', timeoutMs });
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Limited here, because the SDK keeps trying an unresponsive host for minutes. */
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
      reject(unreachableError(timeoutMs));
    }, timeoutMs);
  });
  const loggedIn = async () => {
    const connection = sdk.createConnection(given);
    // The SDK stores the resolved address there.
    if (given.accessUrl) await waitUntilReachable(given.accessUrl, timeoutMs);
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => {
        // Release the connection, even if the session was opened after the timeout.
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

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * Waits until the host accepts a connection or refuses one, which the SDK reports best. The SDK
 * cannot be stopped while it retries an unresponsive host, and would keep a command from ending.
 * @throws AppError if the host does neither in time
 */
async function waitUntilReachable(url: string, timeoutMs: number): Promise<void> {
  // With a proxy, the host itself may be unreachable.
  if (proxyVariables.some((name) => process.env[name])) return;
  const { protocol, hostname, port } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'http:' ? 80 : 443),
    timeout: timeoutMs,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', () => resolve());
      socket.once('timeout', () => reject(unreachableError(timeoutMs)));
    });
  } finally {
    socket.destroy();
  }
}

const refusedMessages: Readonly<Record<SnowflakeAuth['kind'], string>> = {
  key: 'Snowflake rejected the key. Check SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER, and SNOWFLAKE_PRIVATE_KEY, and that the user’s RSA_PUBLIC_KEY matches this key.',
  oauth:
    'Snowflake rejected the OAuth token. Check SNOWFLAKE_OAUTH_TOKEN and SNOWFLAKE_USER. The token may have expired.',
  password: 'Snowflake rejected the user or password. Check SNOWFLAKE_USER and SNOWFLAKE_PASSWORD.',
};

const unknownAccountMessage =
  'There is no Snowflake account at the configured address. Check SNOWFLAKE_ACCOUNT (such as orgname-account_name), and SNOWFLAKE_URL if it is set.';

const roleDeniedMessage =
  'Snowflake does not allow the user to use the role. Check SNOWFLAKE_ROLE, and that the role is granted to SNOWFLAKE_USER.';

const messageByCode: Readonly<Record<string, string>> = {
  '390186': roleDeniedMessage,
  '390189': roleDeniedMessage,
  '390201':
    'The login names an object that does not exist or that the user may not use. Check SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE, SNOWFLAKE_DATABASE, and SNOWFLAKE_SCHEMA.',
  '390420': 'A network policy of Snowflake does not let the program in from its address.',
  '390422': 'A network policy of Snowflake does not let the program in from its address.',
};

/** Network or TLS errors that mean a wrong address. */
const unknownHostPattern = /ENOTFOUND|EAI_NONAME/;
const certificateErrorPattern = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|OCSP|CRL/;

/** The message for a failed login: the setting to check, never its value. */
export function toLoginError(error: unknown, auth: SnowflakeAuth): AppError {
  if (error instanceof AppError) return error;
  const driverError = readDriverError(error);
  return new AppError('warehouse_unavailable', loginMessage(driverError, auth), {
    cause: toCause('login', driverError),
  });
}

function loginMessage({ code, status, network = '' }: DriverError, auth: SnowflakeAuth): string {
  const known = messageByCode[code];
  if (known) return known;
  if (status === 403 || status === 404 || unknownHostPattern.test(network))
    return unknownAccountMessage;
  if (status === 429 || (status ?? 0) >= 500) return overloadedMessage;
  if (certificateErrorPattern.test(network)) {
    return 'The certificate of Snowflake’s address cannot be trusted. Check SNOWFLAKE_URL, and whether a proxy intercepts the connection.';
  }
  if (code.startsWith('401') && status === undefined) return unreachableMessage;
  if (code.startsWith('404')) return unknownAccountMessage;
  return refusedMessages[auth.kind];
}

const overloadedMessage = 'Snowflake is overloaded or down. Try again later.';

const unreachableMessage =
  'Snowflake cannot be reached. Check SNOWFLAKE_ACCOUNT, SNOWFLAKE_URL if it is set, and whether this machine can reach it, perhaps through HTTPS_PROXY.';

/** The message for a login that timed out. */
function unreachableError(ms: number): AppError {
  return new AppError('warehouse_unavailable', unreachableMessage, {
    cause: new Error(`login: no answer within ${ms} ms`),
  });
}

/** Environment variables that the SDK reads while loading. */
const sdkEnvironment = {
  // It would query the metadata services of three clouds to find out where it runs.
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
};

const silent = () => {};

const sdkConfiguration: ConfigureOptions = {
  // Its log would be a file in the working directory. Our errors contain what matters.
  customLogger: { error: silent, warn: silent, info: silent, debug: silent, trace: silent },
  // Otherwise a VARIANT that is not JSON would be evaluated as code.
  jsonColumnVariantParser: (text) => text,
};

type SnowflakeSdk = Pick<typeof import('snowflake-sdk'), 'createConnection'>;

/** Loads the SDK on first use, because it is large and slow to load. */
export async function loadSdk(): Promise<SnowflakeSdk> {
  for (const [name, value] of Object.entries(sdkEnvironment)) process.env[name] ??= value;
  const { default: sdk } = await import('snowflake-sdk');
  sdk.configure(sdkConfiguration);
  return sdk;
}
