import { AppError } from '@/lib/server/errors';
import { type DriverError, readDriverError, toCause } from './errors';
import type { SnowflakeAuth } from './options';

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

/** The error of a login that timed out. */
export function unreachableError(ms: number): AppError {
  return timedOut(unreachableMessage, ms);
}

/** What to do if the SDK waits for the revocation check. */
export const revocationAdvice =
  'A firewall probably drops traffic to port 80, so the SDK waits for the check that Snowflake’s certificate was not revoked. Allow port 80 to the OCSP hosts of SELECT SYSTEM$ALLOWLIST(), or set SNOWFLAKE_OCSP=off.';

/** The error of a login that timed out although the host was reached. */
export function revocationError(ms: number): AppError {
  return timedOut(`Snowflake was reached, but the login did not finish. ${revocationAdvice}`, ms);
}

function timedOut(message: string, ms: number): AppError {
  return new AppError('warehouse_unavailable', message, {
    cause: new Error(`login: no answer within ${Math.round(ms)} ms`),
  });
}
