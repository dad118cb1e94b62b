import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { callbackPath } from '@/lib/server/auth/callback-url';
import { getWarehouse, signedInContext } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { AppError, type ErrorCode, toErrorResponse } from '@/lib/server/errors';
import { DemoSignIn } from './demo-sign-in';
import { type SignInNotice, signInErrorNotice, warehouseNotice } from './messages';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams;
  const back = callbackPath(asked.callbackUrl);
  const problem = await signedOutReason();
  if (!problem) redirect(back);
  const notice: SignInNotice | undefined =
    signInErrorNotice(asked.error) ??
    warehouseNotice(problem) ??
    ('signed-out' in asked ? { tone: 'ok', text: 'You are signed out.' } : undefined);

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

/** Why nobody is signed in: nothing to say, or the warehouse that would know them is not there. */
async function signedOutReason(): Promise<ErrorCode | undefined> {
  try {
    await getWarehouse();
    // Of this moment, or two servers of which one knows less might send somebody to and fro.
    await signedInContext({ purpose: 'change', path: '/sign-in' });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return toErrorResponse(error).code;
    throw error;
  }
}
