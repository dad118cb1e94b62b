import { createVerify } from 'node:crypto';
import { type Credentials, fingerprint } from './credentials';

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
export function whyRefused(
  token: string,
  expected: { account: string; credentials: Credentials; now: Date },
): string | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = parsed(payload) as Claims | undefined;
  if (!claims || (parsed(header) as { alg?: unknown } | undefined)?.alg !== 'RS256') {
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

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
