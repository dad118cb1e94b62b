import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { ConnectionOptions } from 'snowflake-sdk';
import { AppError } from '@/lib/server/errors';
import { MINUTE_MS } from '@/lib/time';
import type { StatementObserver } from '@/lib/warehouse/types';
import type { Installation } from './render';

/** Authentication method. */
export type SnowflakeAuth =
  | {
      readonly kind: 'key';
      /** PEM, encrypted or not. */
      readonly privateKey: string;
      readonly passphrase?: string | undefined;
    }
  | { readonly kind: 'oauth'; readonly token: string }
  | { readonly kind: 'password'; readonly password: string };

export interface SnowflakeOptions extends Installation {
  readonly account: string;
  readonly user: string;
  readonly auth: SnowflakeAuth;
  readonly role?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly database: string;
  readonly schema: string;
  /** Address of the account, if it differs from the usual one, such as a private link. */
  readonly url?: string | undefined;
  /** Whether to check that Snowflake's certificate was not revoked. Default: true. */
  readonly checkRevocation?: boolean | undefined;
  /** Maximum number of sessions. Each has one user at a time. */
  readonly poolSize: number;
  readonly observe?: StatementObserver | undefined;
}

/** Longer than the 45 s after which Snowflake responds that a query is still running. */
const HTTP_TIMEOUT_MS = MINUTE_MS;

/** Well within the four hours after which an idle session expires. */
const HEARTBEAT_SECONDS = 900;

/**
 * The SDK's options for a new connection. Not shared, because the SDK modifies them.
 * @throws AppError that names the invalid setting
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
    // As text, because a JavaScript number would lose digits beyond 2^53.
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

/** Opens the key here too, so that a key the SDK cannot use gets a clear message. */
function readKey(auth: SnowflakeAuth & { readonly kind: 'key' }): string {
  const opened = openPrivateKey(auth.privateKey, auth.passphrase);
  if ('privateKey' in opened) return opened.privateKey.trim();
  const setting = {
    key: 'SNOWFLAKE_PRIVATE_KEY or the file at SNOWFLAKE_PRIVATE_KEY_PATH',
    passphrase: 'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE',
  }[opened.fault];
  throw new AppError('warehouse_unavailable', `${setting} ${opened.message}.`);
}

/** Snowflake's minimum RSA key size. */
const MIN_KEY_BITS = 2_048;

/** The key as unencrypted PKCS #8 PEM, or a message that describes the problem without revealing it. */
export type OpenKeyResult =
  | { readonly privateKey: string }
  | { readonly fault: 'key' | 'passphrase'; readonly message: string };

/** Opens a PEM private key and checks that Snowflake accepts it. */
export function openPrivateKey(pem: string, passphrase: string | undefined): OpenKeyResult {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    const found = /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem) ? '; this is the public key' : '';
    return keyProblem(
      `must give a private key in PEM, from -----BEGIN PRIVATE KEY----- (or BEGIN ENCRYPTED PRIVATE KEY) to the END line${found}`,
    );
  }
  const encrypted = /BEGIN ENCRYPTED|Proc-Type:.*ENCRYPTED/.test(pem);
  if (encrypted && !passphrase) {
    return { fault: 'passphrase', message: 'must be set, because the private key is encrypted' };
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(encrypted && { passphrase }) });
  } catch {
    // OpenSSL's message says less than ours, so leave it out.
    if (!encrypted)
      return keyProblem('must give a whole private key; this one is cut off or damaged');
    return { fault: 'passphrase', message: 'does not open the private key, or the key is damaged' };
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_KEY_BITS) {
    const kind = key.asymmetricKeyType === 'rsa' ? `of ${bits} bits` : `${key.asymmetricKeyType}`;
    return keyProblem(`must give an RSA key of at least ${MIN_KEY_BITS} bits; this one is ${kind}`);
  }
  return { privateKey: String(key.export({ format: 'pem', type: 'pkcs8' })) };
}

function keyProblem(message: string): OpenKeyResult {
  return { fault: 'key', message };
}

/** Restores line breaks in a key from an environment variable that has `\n` or spaces instead. */
export function restoreLineBreaks(text: string): string {
  const broken = text.replaceAll(/\\r|\\n/g, '\n').trim();
  const parts = broken.match(/^(-----BEGIN [A-Z ]+-----)([^:]*)(-----END [A-Z ]+-----)$/);
  // The header lines of the old encrypted format must stay unchanged.
  if (!parts) return broken;
  const [, head = '', body = '', foot = ''] = parts;
  return [head, ...body.split(/\s+/).filter(Boolean), foot].join('\n');
}
