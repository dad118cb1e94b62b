import type { Metadata } from 'next';
import Link from 'next/link';
import { pageContext } from '@/lib/server/context';
import { ContinueInOtherTabs } from './continue-in-other-tabs';

export const metadata: Metadata = { title: 'Signed in' };

/** Ends a sign-in that another tab asked for when its session had ended. */
export default async function SignedInPage() {
  const { person } = await pageContext();
  return (
    <main className="grid min-h-dvh place-content-center px-4 text-center">
      <h1 className="text-xl font-semibold tracking-tight">You are signed in</h1>
      <p className="mt-1 text-ink-muted">You can close this tab and continue where you were.</p>
      <p className="mt-4">
        <Link href="/queue" className="text-accent-ink underline underline-offset-2">
          Go to the queue
        </Link>
      </p>
      <ContinueInOtherTabs email={person.email} />
    </main>
  );
}
