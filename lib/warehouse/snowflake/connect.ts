import { connect } from 'node:net';
import type { ConfigureOptions, Connection } from 'snowflake-sdk';
import { AppError } from '@/lib/server/errors';
import { type DriverError, readDriverError, toCause } from './errors';
import { connectionOptions, type SnowflakeAuth, type SnowflakeOptions } from './options';
import { SnowflakeSession } from './session';

/** How long a login may take, the SDK's own retries included. */
const LOGIN_TIMEOUT_MS = 15_000;

/** Seconds after which a wait for another transaction's lock is given up and the work run again. */
const LOCK_TIMEOUT_SECONDS = 20;

/** What makes every session answer as the embedded warehouse does, whatever the account says. */
const sessionParameters = [
  `TIMEZONE = 'UTC'`,
  `TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_NTZ'`,
  `DATE_OUTPUT_FORMAT = 'YYYY-MM-DD'`,
  `TIME_OUTPUT_FORMAT = 'HH24:MI:SS'`,
  'WEEK_START = 1',
  'QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE',
  `LOCK_TIMEOUT = ${LOCK_TIMEOUT_SECONDS}`,
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
export async function openSession(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  { autocommit, timeoutMs = LOGIN_TIMEOUT_MS }: ConnectOptions,
): Promise<SnowflakeSession> {
  const connection = await login(sdk, options, timeoutMs);
  const session = new SnowflakeSession(connection, options.observe ?? (() => {}));
  const all = [`AUTOCOMMIT = ${autocommit ? 'TRUE' : 'FALSE'}`, ...sessionParameters];
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
      reject(unreachableError(timeoutMs));
    }, timeoutMs);
  });
  const loggedIn = async () => {
    const connection = sdk.createConnection(given);
    // The SDK has written there where it will connect, whatever it was given.
    if (given.accessUrl) await waitUntilReachable(given.accessUrl, timeoutMs);
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

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * Waits until the host of an address takes a connection, or refuses one, which the SDK tells best.
 * The SDK cannot be told to stop asking a silent host, and would keep a command from ending.
 * @throws AppError when it does neither in time.
 */
async function waitUntilReachable(url: string, timeoutMs: number): Promise<void> {
  // Through a proxy the host itself need not be reachable.
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
  key: 'Snowflake refused the key. Look at SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY, and that RSA_PUBLIC_KEY of that user belongs to this key.',
  oauth:
    'Snowflake refused the OAuth token. Look at SNOWFLAKE_OAUTH_TOKEN and SNOWFLAKE_USER; a token expires.',
  password:
    'Snowflake refused the user or the password. Look at SNOWFLAKE_USER and SNOWFLAKE_PASSWORD.',
};

const unknownAccountMessage =
  'There is no Snowflake account at the configured address. Look at SNOWFLAKE_ACCOUNT, such as orgname-account_name, and at SNOWFLAKE_URL if it is set.';

const roleDeniedMessage =
  'Snowflake does not let the user take the role. Look at SNOWFLAKE_ROLE, and that the role was granted to SNOWFLAKE_USER.';

const messageByCode: Readonly<Record<string, string>> = {
  '390186': roleDeniedMessage,
  '390189': roleDeniedMessage,
  '390201':
    'What the login names does not exist, or the user may not use it. Look at SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE, SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA.',
  '390420': 'A network policy of Snowflake does not let the program in from its address.',
  '390422': 'A network policy of Snowflake does not let the program in from its address.',
};

/** What the network or TLS says where the address is at fault rather than the way to it. */
const unknownHostPattern = /ENOTFOUND|EAI_NONAME/;
const certificateErrorPattern = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|OCSP|CRL/;

/** Words for a login that failed: which setting to look at, never its value. */
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
    return 'The certificate of Snowflake’s address cannot be trusted. Look at SNOWFLAKE_URL, and whether a proxy answers in its place.';
  }
  if (code.startsWith('401') && status === undefined) return unreachableMessage;
  if (code.startsWith('404')) return unknownAccountMessage;
  return refusedMessages[auth.kind];
}

const overloadedMessage = 'Snowflake is overloaded or down. Try again in a while.';

const unreachableMessage =
  'Snowflake cannot be reached. Look at SNOWFLAKE_ACCOUNT, at SNOWFLAKE_URL if it is set, and whether this machine may reach it, such as through HTTPS_PROXY.';

/** Words for a login that nobody answered in time. */
function unreachableError(ms: number): AppError {
  return new AppError('warehouse_unavailable', unreachableMessage, {
    cause: new Error(`login: no answer within ${ms} ms`),
  });
}

/** What the SDK reads from the environment while it is loaded. */
const sdkEnvironment = {
  // It would ask the metadata services of three clouds where it runs.
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
};

const silent = () => {};

const sdkConfiguration: ConfigureOptions = {
  // Its own log would be a file in the working directory; what matters of it is in our errors.
  customLogger: { error: silent, warn: silent, info: silent, debug: silent, trace: silent },
  // Otherwise a VARIANT that is no JSON would be run as a program.
  jsonColumnVariantParser: (text) => text,
};

type SnowflakeSdk = Pick<typeof import('snowflake-sdk'), 'createConnection'>;

/** Loads the SDK when a Snowflake warehouse is opened first, since it is large and slow to load. */
export async function loadSdk(): Promise<SnowflakeSdk> {
  for (const [name, value] of Object.entries(sdkEnvironment)) process.env[name] ??= value;
  const { default: sdk } = await import('snowflake-sdk');
  sdk.configure(sdkConfiguration);
  return sdk;
}
