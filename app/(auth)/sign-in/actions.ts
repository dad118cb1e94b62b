'use server';

import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { checkCredentials } from '@/lib/members/check-credentials';
import { callbackPath } from '@/lib/server/auth/callback-url';
import { clientAddress } from '@/lib/server/auth/rate-limit';
import { endSession, startSession } from '@/lib/server/auth/session';
import { getWarehouse } from '@/lib/server/context';
import { reportError } from '@/lib/server/log';
import { type SignInNotice, warehouseNotice } from './messages';

/** The result of a failed sign-in: why, and the email as typed. */
export interface SignInState {
  readonly notice?: SignInNotice;
  readonly email?: string;
}

export async function signIn(_: SignInState, form: FormData): Promise<SignInState> {
  const email = form.get('email');
  try {
    const address = clientAddress(await headers());
    const credentials = { email, password: form.get('password') };
    const person = await checkCredentials(getWarehouse, credentials, address);
    await startSession(await cookies(), person.email);
  } catch (error) {
    const { code, message } = reportError('sign-in', error);
    return {
      notice: warehouseNotice(code) ?? { tone: 'danger', text: message },
      ...(typeof email === 'string' && { email: email.slice(0, 254) }),
    };
  }
  redirect(callbackPath(form.get('callbackUrl')));
}

export async function signOut(): Promise<void> {
  endSession(await cookies());
  redirect('/sign-in?signed-out');
}
