import type { ConnectionOptions } from 'snowflake-sdk';
import { AppError } from '@/lib/errors';
import type { StatementObserver } from '../statement-observer';
import type { Places } from './places';
import { openPrivateKey } from './private-key';

/** How the program proves who it is. */
export type SnowflakeAuth =
  | {
      readonly kind: 'key';
      /** PEM, encrypted or not. */
      readonly privateKey: string;
      readonly passphrase?: string | undefined;
    }
  | { readonly kind: 'oauth'; readonly token: string }
  | { readonly kind: 'password'; readonly password: string };

export interface SnowflakeOptions {
  readonly account: string;
  readonly user: string;
  readonly auth: SnowflakeAuth;
  readonly role?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly database: string;
  readonly schema: string;
  /** Where the account answers when not at its usual address, such as over a private link. */
  readonly url?: string | undefined;
  /** How many sessions there are at most, each with one user at a time. */
  readonly poolSize: number;
  /** Where this installation keeps what the statements name; as the guide has it otherwise. */
  readonly places?: Places | undefined;
  readonly observe?: StatementObserver | undefined;
}

/** Snowflake holds back an answer for 45 s before it says to ask again. */
const httpTimeoutMs = 60_000;

/** Well within the four hours after which an idle session is gone. */
const heartbeatSeconds = 900;

/**
 * What the SDK is told, made anew for each connection because the SDK writes into it.
 * @throws AppError that names the setting which cannot be used.
 */
export function connectionOptions(options: SnowflakeOptions): ConnectionOptions {
  const { role, warehouse, url } = options;
  return {
    account: options.account,
    username: options.user,
    application: 'CSM_Routing',
    database: options.database,
    schema: options.schema,
    ...(role && { role }),
    ...(warehouse && { warehouse }),
    ...(url && { accessUrl: url }),
    ...credentials(options.auth),
    clientStoreTemporaryCredential: false,
    clientRequestMFAToken: false,
    timeout: httpTimeoutMs,
    sfRetryMaxLoginRetries: 2,
    clientSessionKeepAlive: true,
    clientSessionKeepAliveHeartbeatFrequency: heartbeatSeconds,
    rowMode: 'array',
    streamResult: true,
    rowStreamHighWaterMark: 1000,
    // As text, because a number of JavaScript would lose what is beyond 2^53.
    fetchAsString: ['Number'],
    jsTreatIntegerAsBigInt: true,
    representNullAsStringNull: false,
  };
}

function credentials(auth: SnowflakeAuth): ConnectionOptions {
  switch (auth.kind) {
    case 'key':
      return { authenticator: 'SNOWFLAKE_JWT', privateKey: readKey(auth) };
    case 'oauth':
      return { authenticator: 'OAUTH', token: auth.token };
    case 'password':
      return { password: auth.password };
  }
}

/** Opened here too, so that a key that the SDK cannot use is told in our words. */
function readKey(auth: SnowflakeAuth & { readonly kind: 'key' }): string {
  const opened = openPrivateKey(auth.privateKey, auth.passphrase);
  if ('privateKey' in opened) return opened.privateKey.trim();
  const setting = {
    key: 'SNOWFLAKE_PRIVATE_KEY or the file at SNOWFLAKE_PRIVATE_KEY_PATH',
    passphrase: 'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE',
  }[opened.fault];
  throw new AppError('warehouse_unavailable', `${setting} ${opened.words}.`);
}
