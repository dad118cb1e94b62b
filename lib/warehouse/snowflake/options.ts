import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { ConnectionOptions } from 'snowflake-sdk';
import { AppError } from '@/lib/server/errors';
import { MINUTE_MS } from '@/lib/time';
import type { StatementObserver } from '@/lib/warehouse/types';
import type { NameMapping } from './name-mapping';

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
  readonly nameMapping?: NameMapping | undefined;
  readonly observe?: StatementObserver | undefined;
}

/** Snowflake holds back an answer for 45 s before it says to ask again. */
const HTTP_TIMEOUT_MS = MINUTE_MS;

/** Well within the four hours after which an idle session is gone. */
const HEARTBEAT_SECONDS = 900;

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
    timeout: HTTP_TIMEOUT_MS,
    sfRetryMaxLoginRetries: 2,
    clientSessionKeepAlive: true,
    clientSessionKeepAliveHeartbeatFrequency: HEARTBEAT_SECONDS,
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

/** Snowflake takes no RSA key shorter than this. */
const MIN_KEY_BITS = 2_048;

/** An opened key as PKCS #8 in PEM, not encrypted; or what is wrong, in words without the key. */
export type OpenKeyResult =
  | { readonly privateKey: string }
  | { readonly fault: 'key' | 'passphrase'; readonly words: string };

/** Opens a private key in PEM and checks that Snowflake would take it. */
export function openPrivateKey(pem: string, passphrase: string | undefined): OpenKeyResult {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    const found = /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem) ? '; this is the public key' : '';
    return keyProblem(
      `must give a private key in PEM, from -----BEGIN PRIVATE KEY----- (or BEGIN ENCRYPTED PRIVATE KEY) to the END line${found}`,
    );
  }
  const encrypted = /BEGIN ENCRYPTED|Proc-Type:.*ENCRYPTED/.test(pem);
  if (encrypted && !passphrase) {
    return { fault: 'passphrase', words: 'must be set, because the private key is encrypted' };
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(encrypted && { passphrase }) });
  } catch {
    // OpenSSL's words say less than ours, and are kept out of whatever shows this.
    if (!encrypted)
      return keyProblem('must give a whole private key; this one is cut off or damaged');
    return { fault: 'passphrase', words: 'does not open the private key, or the key is damaged' };
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_KEY_BITS) {
    const kind = key.asymmetricKeyType === 'rsa' ? `of ${bits} bits` : `${key.asymmetricKeyType}`;
    return keyProblem(`must give an RSA key of at least ${MIN_KEY_BITS} bits; this one is ${kind}`);
  }
  return { privateKey: String(key.export({ format: 'pem', type: 'pkcs8' })) };
}

function keyProblem(words: string): OpenKeyResult {
  return { fault: 'key', words };
}

/** Spells a key with line breaks that came through a variable as `\n` or as spaces. */
export function restoreLineBreaks(text: string): string {
  const broken = text.replaceAll(/\\r|\\n/g, '\n').trim();
  const parts = broken.match(/^(-----BEGIN [A-Z ]+-----)([^:]*)(-----END [A-Z ]+-----)$/);
  // Header lines, which the old format of encrypted keys has, must stay as they are.
  if (!parts) return broken;
  const [, head = '', body = '', foot = ''] = parts;
  return [head, ...body.split(/\s+/).filter(Boolean), foot].join('\n');
}
