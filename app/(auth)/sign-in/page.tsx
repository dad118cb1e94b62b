import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { callbackPath } from '@/lib/server/auth/callback-url';
import { getWarehouse, signedInContext } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError, type ErrorResponse, toErrorResponse } from '@/lib/server/errors';
import { DemoSignIn } from './demo-sign-in';
import {
  endedSessionNotice,
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
    warehouseNotice(problem.code) ??
    endedSessionNotice(problem);

  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto] px-4">
      <div className="m-auto w-full max-w-sm py-10">
        <p className="flex items-center gap-2 text-sm font-semibold">
          <span aria-hidden="true" className="size-3 rounded-sm bg-accent" />
          CSM Routing
        </p>
        <h1 className="mt-6 text-xl font-semibold tracking-tight">Sign in</h1>
        <DemoSignIn members={env().DEMO_MEMBERS ?? []} back={back} />
        <p className="mt-1 text-ink-muted">
          Use the email address and password that your admin gave you.
        </p>
        <SignInForm back={back} notice={notice} />
      </div>
    </main>
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
