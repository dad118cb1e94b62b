import { decode, encode } from 'next-auth/jwt';
import { authSecret } from './secrets';
import { sessionSeconds } from './session-cookie';

/** Seals who signed in into a token as next-auth makes them, good for 12 hours. */
export function sealSession(email: string): Promise<string> {
  return encode({ token: { email, sub: email }, secret: authSecret(), maxAge: sessionSeconds });
}

/** The address that a token was sealed for; undefined if it is missing, forged or too old. */
export async function openSession(token: string | undefined): Promise<string | undefined> {
  if (!token) return undefined;
  const secret = authSecret();
  try {
    const opened = await decode({ token, secret });
    return typeof opened?.email === 'string' ? opened.email : undefined;
  } catch {
    // Anything but a token of ours is nobody's.
    return undefined;
  }
}
