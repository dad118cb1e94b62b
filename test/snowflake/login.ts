import {
  createHash,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { type Envelope, errorResponse, parameterList, success } from './responses';
import type { Account, Session } from './sessions';

/** The credentials accepted by every account of a server. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly oauthToken: string;
}

/** Creates unique credentials. */
export function makeCredentials(): Credentials {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    user: 'CSM_ROUTING',
    password: randomUUID(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey,
    oauthToken: `oauth-${randomUUID()}`,
  };
}

/** A public key's fingerprint in Snowflake: `SHA256:` and the digest of its SPKI. */
export function fingerprint(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(spki).digest('base64')}`;
}

interface LoginData {
  readonly ACCOUNT_NAME?: string;
  readonly LOGIN_NAME?: string;
  readonly PASSWORD?: string;
  readonly AUTHENTICATOR?: string;
  readonly TOKEN?: string;
  readonly SESSION_PARAMETERS?: Readonly<Record<string, string | number | boolean>>;
}

/** A login request: the credentials are in its body, the session context in its URL. */
export interface Login {
  readonly data: LoginData;
  readonly query: URLSearchParams;
}

/** Checks the credentials of a login. Returns an error response if they are wrong. */
export function checkLogin(
  { data }: Login,
  credentials: Credentials,
  now: Date,
): Envelope | undefined {
  const isUser = data.LOGIN_NAME?.toUpperCase() === credentials.user.toUpperCase();
  switch (data.AUTHENTICATOR?.toUpperCase()) {
    case 'SNOWFLAKE_JWT': {
      const account = data.ACCOUNT_NAME ?? '';
      const reason = invalidTokenReason(data.TOKEN ?? '', { account, credentials, now });
      return reason === undefined && isUser
        ? undefined
        : errorResponse('390144', `JWT token is invalid. [${reason ?? 'wrong user'}]`, {});
    }
    case 'OAUTH':
      return data.TOKEN === credentials.oauthToken
        ? undefined
        : errorResponse('390303', 'Invalid OAuth access token.', {});
    default:
      return isUser && data.PASSWORD === credentials.password
        ? undefined
        : errorResponse('390100', 'Incorrect username or password was specified.', {});
  }
}

/** Opens the requested session. */
export async function logIn(account: Account, { data, query }: Login, user: string) {
  const parameter = (name: string) => query.get(name) ?? undefined;
  return account.openSession({
    user,
    role: parameter('roleName'),
    warehouse: parameter('warehouse'),
    database: parameter('databaseName'),
    schema: parameter('schemaName'),
    parameters: data.SESSION_PARAMETERS ?? {},
  });
}

const SESSION_TTL_SECONDS = 3600;
const MASTER_TTL_SECONDS = 14_400;

/** The tokens and parameters of a new session. */
export function loginResponse(session: Session): Envelope {
  return success({
    masterToken: session.masterToken,
    token: session.token,
    validityInSeconds: SESSION_TTL_SECONDS,
    masterValidityInSeconds: MASTER_TTL_SECONDS,
    displayUserName: session.user,
    serverVersion: '9.0.0',
    firstLogin: false,
    healthCheckInterval: 45,
    sessionId: session.id,
    parameters: parameterList(session),
    sessionInfo: {
      databaseName: session.database ?? null,
      schemaName: session.schema ?? null,
      warehouseName: session.warehouse ?? null,
      roleName: session.role,
    },
  });
}

/** The response with a session's new token. */
export function renewalResponse(session: Session): Envelope {
  return success({
    sessionToken: session.token,
    validityInSecondsST: SESSION_TTL_SECONDS,
    masterToken: session.masterToken,
    validityInSecondsMT: MASTER_TTL_SECONDS,
    sessionId: session.id,
  });
}

interface Claims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

/** The SDK sends milliseconds although the standard uses seconds; Snowflake accepts both. */
function toMilliseconds(value: number): number {
  return value > 100_000_000_000 ? value : value * 1000;
}

/**
 * Returns why a key-pair token is invalid, or undefined if it is valid. Checks the signature, issuer
 * (with the key's fingerprint), subject, and times as documented by Snowflake.
 */
export function invalidTokenReason(
  token: string,
  expected: { account: string; credentials: Credentials; now: Date },
): string | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = parseTokenPart(payload) as Claims | undefined;
  if (!claims || (parseTokenPart(header) as { alg?: unknown } | undefined)?.alg !== 'RS256') {
    return 'not an RS256 token';
  }
  const { publicKey, user } = expected.credentials;
  const signed = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!signed.verify(publicKey, Buffer.from(signature, 'base64url'))) return 'wrong signature';
  const subject = `${expected.account.toUpperCase()}.${user.toUpperCase()}`;
  if (claims.sub !== subject) return 'wrong subject';
  if (claims.iss !== `${subject}.${fingerprint(publicKey)}`) return 'wrong issuer';
  const now = expected.now.getTime();
  if (typeof claims.exp !== 'number' || toMilliseconds(claims.exp) <= now) return 'expired';
  if (typeof claims.iat !== 'number' || toMilliseconds(claims.iat) > now + 60_000) {
    return 'issued in the future';
  }
  return undefined;
}

function parseTokenPart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
