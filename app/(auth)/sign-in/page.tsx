import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/app/(auth)/auth-page';
import { callbackPath } from '@/lib/server/auth/callback-url';
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

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const params = await searchParams;
  const back = callbackPath(params.callbackUrl);
  const problem = await signedOutReason();
  if (!problem) redirect(back);
  const notice: SignInNotice | undefined =
    signInErrorNotice(params.error) ??
    signedOutNotice(params['signed-out']) ??
    passwordSetNotice(params['password-set']) ??
    warehouseNotice(problem.code) ??
    endedSessionNotice(problem);

  return (
    <AuthPage title="Sign in">
      <DemoSignIn members={env().DEMO_MEMBERS ?? []} back={back} />
      <p className="mt-1 text-ink-muted">
        Use the email address and password that your admin gave you.
      </p>
      <SignInForm back={back} notice={notice} />
    </AuthPage>
  );
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
