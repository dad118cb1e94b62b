import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/app/(auth)/auth-page';
import { callbackPath } from '@/lib/server/auth/callback-url';
import { signInMethods, signInOffer } from '@/lib/server/auth/sign-in-methods';
import { ssoNotice } from '@/lib/server/auth/sso-cookies';
import { getWarehouse, signedInContext } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError, type ErrorResponse, toErrorResponse } from '@/lib/server/errors';
import { DemoSignIn } from './demo-sign-in';
import {
  endedSessionNotice,
  passwordSetNotice,
  type SignInNotice,
  signedOutNotice,
  signInErrorNotice,
  warehouseNotice,
} from './messages';
import { SignInForm } from './sign-in-form';
import { OrWithPassword, SsoSignIn } from './sso-sign-in';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const params = await searchParams;
  const back = callbackPath(params.callbackUrl);
  const signIn = signInOffer(signInMethods());
  const problem = await signedOutReason();
  if (!problem) redirect(back);
  const notice: SignInNotice | undefined =
    signInErrorNotice(params.error) ??
    (await failedSsoNotice(params.sso)) ??
    signedOutNotice(params['signed-out'], signIn.sso) ??
    passwordSetNotice(params['password-set']) ??
    warehouseNotice(problem.code) ??
    endedSessionNotice(problem);

  return (
    <AuthPage title="Sign in">
      {signIn.password && <DemoSignIn members={env().DEMO_MEMBERS ?? []} back={back} />}
      {!signIn.sso && (
        <p className="mt-1 text-ink-muted">
          Use the email address and password that your admin gave you.
        </p>
      )}
      {signIn.sso && <SsoSignIn name={signIn.sso} back={back} notice={notice} />}
      {signIn.sso && signIn.password && <OrWithPassword />}
      {signIn.password && (
        <SignInForm back={back} notice={signIn.sso ? undefined : notice} isFirst={!signIn.sso} />
      )}
    </AuthPage>
  );
}

/** Why single sign-on failed, for the `?sso` parameter. */
async function failedSsoNotice(value: unknown): Promise<SignInNotice | undefined> {
  if (value === undefined) return undefined;
  const text = (await ssoNotice(await cookies())) ?? 'Sign-in failed. Try again.';
  return { tone: 'danger', text };
}

/** The error that keeps the person signed out, or undefined if they are signed in. */
async function signedOutReason(): Promise<ErrorResponse | undefined> {
  try {
    await getWarehouse();
    await signedInContext({ purpose: 'change', path: '/sign-in' });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return toErrorResponse(error);
    throw error;
  }
}
