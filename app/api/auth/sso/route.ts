import { cookies } from 'next/headers';
import { type NextRequest, NextResponse } from 'next/server';
import { callbackPath, signInPath } from '@/lib/server/auth/callback-url';
import { startSso } from '@/lib/server/auth/openid-connect';
import { signInMethods } from '@/lib/server/auth/sign-in-methods';
import { setAttempt } from '@/lib/server/auth/sso-cookies';
import { signedInContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { failedSignIn, redirectTo, ssoRedirectUri } from './responses';

/**
 * Sends the browser to the identity provider. A link of another site may do so, such as a tile of the
 * provider's own dashboard: it signs in nobody but the person at the provider.
 */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const back = callbackPath(nextUrl.searchParams.get('callbackUrl'));
  if (!signInMethods().sso) return redirectTo(signInPath(back));
  if (await isSignedIn()) return redirectTo(back);
  try {
    const { url, attempt } = await startSso(ssoRedirectUri());
    await setAttempt(await cookies(), { ...attempt, back });
    return NextResponse.redirect(url);
  } catch (error) {
    return failedSignIn('sso.start', error, back);
  }
}

/** Whether this browser has a session already. Without a warehouse, the callback says what is wrong. */
async function isSignedIn(): Promise<boolean> {
  try {
    await signedInContext({ purpose: 'data', path: '/api/auth/sso' });
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
