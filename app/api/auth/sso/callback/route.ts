import { cookies } from 'next/headers';
import type { NextRequest } from 'next/server';
import { failedSignIn, redirectTo, ssoRedirectUri } from '@/app/api/auth/sso/responses';
import { signInWithSso } from '@/lib/members/sign-in-with-sso';
import { startSession } from '@/lib/members/start-session';
import { browserSession } from '@/lib/server/auth/current-person';
import { deviceName } from '@/lib/server/auth/device-name';
import { finishSso } from '@/lib/server/auth/openid-connect';
import { sessionLimits, setSessionCookie } from '@/lib/server/auth/session';
import { signInMethods } from '@/lib/server/auth/sign-in-methods';
import { signInClient } from '@/lib/server/auth/sign-in-request';
import { takeAttempt } from '@/lib/server/auth/sso-cookies';
import { expiredSignInError } from '@/lib/server/auth/sso-errors';
import { requestWarehouse } from '@/lib/server/context';

/**
 * Signs in the person whom the identity provider sends back. This navigation comes from another site: the
 * cookie of `takeAttempt` proves that this browser started it.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const jar = await cookies();
  const attempt = await takeAttempt(jar);
  try {
    const { sso, ...methods } = signInMethods();
    if (!attempt || !sso) throw expiredSignInError();
    const { searchParams } = request.nextUrl;
    const identity = await finishSso(ssoRedirectUri(), searchParams, attempt);
    const { address } = await signInClient();
    const path = request.nextUrl.pathname;
    const ctx = {
      warehouse: await requestWarehouse('single-sign-on', { path, purpose: 'change' }),
      now: () => new Date(),
      signIn: { ...methods, sso },
      address,
    };
    const person = await signInWithSso(ctx, identity);
    const session = await startSession(ctx, person, {
      method: 'sso',
      device: deviceName(request.headers.get('user-agent')),
      replaces: await browserSession(),
      ...sessionLimits(),
    });
    await setSessionCookie(jar, session);
    return redirectTo(attempt.back);
  } catch (error) {
    return failedSignIn('sso.callback', error, attempt?.back);
  }
}
