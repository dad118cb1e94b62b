'use server';

import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { answerFailure } from '@/lib/answer';
import { callbackPath } from '@/lib/auth/callback-url';
import { checkCredentials } from '@/lib/auth/check-credentials';
import { clientAddress } from '@/lib/auth/client-address';
import { endSession, startSession } from '@/lib/auth/session';
import { warehouse } from '@/lib/warehouse/open';
import { type Notice, noticeOf } from './words';

/** What the form shows after a refusal: why, and the address as it was typed. */
export interface SignInState {
  readonly notice?: Notice;
  readonly email?: string;
}

export async function signIn(_: SignInState, form: FormData): Promise<SignInState> {
  const email = form.get('email');
  try {
    const address = clientAddress(await headers());
    const given = { email, password: form.get('password') };
    const person = await checkCredentials(warehouse, given, address);
    await startSession(await cookies(), person.email);
  } catch (error) {
    const { code, message } = answerFailure('sign-in', error);
    return {
      notice: noticeOf(code) ?? { tone: 'danger', text: message },
      ...(typeof email === 'string' && { email: email.slice(0, 254) }),
    };
  }
  redirect(callbackPath(form.get('callbackUrl')));
}

export async function signOut(): Promise<void> {
  endSession(await cookies());
  redirect('/sign-in?signed-out');
}
