'use server';

import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { checkCredentials } from '@/lib/members/check-credentials';
import { signOut as signOutSession } from '@/lib/members/own-sessions';
import { startSession } from '@/lib/members/start-session';
import { runAction } from '@/lib/server/actions';
import { callbackPath } from '@/lib/server/auth/callback-url';
import { browserSession } from '@/lib/server/auth/current-person';
import { deviceName } from '@/lib/server/auth/device-name';
import { rememberDevice } from '@/lib/server/auth/known-device';
import { deleteSessionCookie, sessionLimits, setSessionCookie } from '@/lib/server/auth/session';
import { signInClient, signInContext } from '@/lib/server/auth/sign-in-request';
import { requestWarehouse } from '@/lib/server/context';
import { reportError } from '@/lib/server/log';
import { type SignInNotice, warehouseNotice } from './messages';

/** The result of a failed sign-in: why, and the email as typed. */
export interface SignInState {
  readonly notice?: SignInNotice;
  readonly email?: string;
}

export async function signIn(_: SignInState, given: FormData): Promise<SignInState> {
  // Anyone can post anything to an action.
  const form = given instanceof FormData ? given : new FormData();
  const email = form.get('email');
  try {
    const sent = await headers();
    const credentials = { email, password: form.get('password') };
    const person = await checkCredentials(signInContext(), credentials, await signInClient());
    const warehouse = await requestWarehouse(person.email, { path: '/sign-in', purpose: 'change' });
    const session = await startSession({ warehouse, now: () => new Date() }, person, {
      method: 'password',
      device: deviceName(sent.get('user-agent')),
      replaces: await browserSession(),
      ...sessionLimits(),
    });
    const jar = await cookies();
    await setSessionCookie(jar, session);
    rememberDevice(jar, person.email);
  } catch (error) {
    const { code, message } = reportError('sign-in', error);
    return {
      notice: warehouseNotice(code) ?? { tone: 'danger', text: message },
      ...(typeof email === 'string' && { email: email.slice(0, 254) }),
    };
  }
  redirect(callbackPath(form.get('callbackUrl')));
}

/** Ends the session, and removes it from this browser even if the warehouse does not respond. */
export async function signOut(): Promise<void> {
  const result = await runAction('sign-out', undefined, signOutSession);
  deleteSessionCookie(await cookies());
  const isEnded = result.ok || result.error.code === 'sign_in_required';
  redirect(isEnded ? '/sign-in?signed-out' : '/sign-in?signed-out=here');
}
