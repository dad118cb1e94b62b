import { AppError } from '@/lib/errors';
import { causeOf, type DriverError, readDriverError } from './driver-error';
import type { SnowflakeAuth } from './options';

const refusals: Readonly<Record<SnowflakeAuth['kind'], string>> = {
  key: 'Snowflake refused the key. Look at SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY, and that RSA_PUBLIC_KEY of that user belongs to this key.',
  oauth:
    'Snowflake refused the OAuth token. Look at SNOWFLAKE_OAUTH_TOKEN and SNOWFLAKE_USER; a token expires.',
  password:
    'Snowflake refused the user or the password. Look at SNOWFLAKE_USER and SNOWFLAKE_PASSWORD.',
};

const unknownAccount =
  'There is no Snowflake account at the configured address. Look at SNOWFLAKE_ACCOUNT, such as orgname-account_name, and at SNOWFLAKE_URL if it is set.';

const noRole =
  'Snowflake does not let the user take the role. Look at SNOWFLAKE_ROLE, and that the role was granted to SNOWFLAKE_USER.';

const byCode: Readonly<Record<string, string>> = {
  '390186': noRole,
  '390189': noRole,
  '390201':
    'What the login names does not exist, or the user may not use it. Look at SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE, SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA.',
  '390420': 'A network policy of Snowflake does not let the program in from its address.',
  '390422': 'A network policy of Snowflake does not let the program in from its address.',
};

/** What the network or TLS says where the address is at fault rather than the way to it. */
const noSuchHost = /ENOTFOUND|EAI_NONAME/;
const distrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|OCSP|CRL/;

/** Words for a login that failed: which setting to look at, never its value. */
export function toLoginError(error: unknown, auth: SnowflakeAuth): AppError {
  if (error instanceof AppError) return error;
  const driverError = readDriverError(error);
  return new AppError('warehouse_unavailable', wordsFor(driverError, auth), {
    cause: causeOf('login', driverError),
  });
}

function wordsFor({ code, status, network = '' }: DriverError, auth: SnowflakeAuth): string {
  const known = byCode[code];
  if (known) return known;
  if (status === 403 || status === 404 || noSuchHost.test(network)) return unknownAccount;
  if (status === 429 || (status ?? 0) >= 500) return overloaded;
  if (distrusted.test(network)) {
    return 'The certificate of Snowflake’s address cannot be trusted. Look at SNOWFLAKE_URL, and whether a proxy answers in its place.';
  }
  if (code.startsWith('401') && status === undefined) return unreachable;
  if (code.startsWith('404')) return unknownAccount;
  return refusals[auth.kind];
}

const overloaded = 'Snowflake is overloaded or down. Try again in a while.';

const unreachable =
  'Snowflake cannot be reached. Look at SNOWFLAKE_ACCOUNT, at SNOWFLAKE_URL if it is set, and whether this machine may reach it, such as through HTTPS_PROXY.';

/** Words for a login that nobody answered in time. */
export function notReached(ms: number): AppError {
  return new AppError('warehouse_unavailable', unreachable, {
    cause: new Error(`login: no answer within ${ms} ms`),
  });
}
