import {
  createHash,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { type Envelope, errorResponse, parameterList, success } from './responses';
import type { Account, Session } from './sessions';

/** Who may log in, in every account of a server, and by what. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  readonly oauthToken: string;
}

/** Makes credentials that nothing else has. */
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

/** A public key's name in Snowflake: `SHA256:` and the digest of its SPKI. */
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

/** What a login asks for: who in its body, where in its URL. */
export interface Login {
  readonly data: LoginData;
  readonly query: URLSearchParams;
}

/** Checks who logs in; answers the refusal where it is not they. */
export function checkLogin(
  { data }: Login,
  credentials: Credentials,
  now: Date,
): Envelope | undefined {
  const isUser = data.LOGIN_NAME?.toUpperCase() === credentials.user.toUpperCase();
  switch (data.AUTHENTICATOR?.toUpperCase()) {
    case 'SNOWFLAKE_JWT': {
      const account = data.ACCOUNT_NAME ?? '';
      const why = invalidTokenReason(data.TOKEN ?? '', { account, credentials, now });
      return why === undefined && isUser
        ? undefined
        : errorResponse('390144', `JWT token is invalid. [${why ?? 'its user'}]`, {});
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

/** Starts the session that a login asks for. */
export async function logIn(account: Account, { data, query }: Login, user: string) {
  const asked = (name: string) => query.get(name) ?? undefined;
  return account.openSession({
    user,
    role: asked('roleName'),
    warehouse: asked('warehouse'),
    database: asked('databaseName'),
    schema: asked('schemaName'),
    parameters: data.SESSION_PARAMETERS ?? {},
  });
}

const sessionSeconds = 3600;
const masterSeconds = 14_400;

/** The tokens and parameters of a new session. */
export function loginResponse(session: Session): Envelope {
  return success({
    masterToken: session.masterToken,
    token: session.token,
    validityInSeconds: sessionSeconds,
    masterValidityInSeconds: masterSeconds,
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

/** A session's new token. */
export function renewalResponse(session: Session): Envelope {
  return success({
    sessionToken: session.token,
    validityInSecondsST: sessionSeconds,
    masterToken: session.masterToken,
    validityInSecondsMT: masterSeconds,
    sessionId: session.id,
  });
}

interface Claims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

/** The SDK writes these in milliseconds, though the standard has seconds; Snowflake takes both. */
function toMilliseconds(value: number): number {
  return value > 100_000_000_000 ? value : value * 1000;
}

/**
 * Answers why a key-pair token is refused, undefined for a good one: its signature, issuer (with
 * the key's fingerprint), subject and times are checked as Snowflake documents them.
 */
export function invalidTokenReason(
  token: string,
  expected: { account: string; credentials: Credentials; now: Date },
): string | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = parseTokenPart(payload) as Claims | undefined;
  if (!claims || (parseTokenPart(header) as { alg?: unknown } | undefined)?.alg !== 'RS256') {
    return 'it is no RS256 token';
  }
  const { publicKey, user } = expected.credentials;
  const signed = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!signed.verify(publicKey, Buffer.from(signature, 'base64url'))) return 'its signature';
  const subject = `${expected.account.toUpperCase()}.${user.toUpperCase()}`;
  if (claims.sub !== subject) return 'its subject';
  if (claims.iss !== `${subject}.${fingerprint(publicKey)}`) return 'its issuer';
  const now = expected.now.getTime();
  if (typeof claims.exp !== 'number' || toMilliseconds(claims.exp) <= now) return 'it has expired';
  if (typeof claims.iat !== 'number' || toMilliseconds(claims.iat) > now + 60_000) {
    return 'it was issued in the future';
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
