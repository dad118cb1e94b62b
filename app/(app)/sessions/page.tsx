import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listOwnSessions } from '@/lib/members/own-sessions';
import { sessionLimits } from '@/lib/server/auth/session';
import { type Context, pageContext } from '@/lib/server/context';
import { sessionsDescription } from './_components/description';
import { EndSessionsButton } from './_components/end-sessions-button';
import { SessionTable } from './_components/session-table';

export const metadata: Metadata = { title: 'Your sessions' };

/** The browsers in which the person is signed in, each of which they can sign out. */
export default async function SessionsPage() {
  const ctx = await pageContext();
  return (
    <>
      <PageHeader
        title="Your sessions"
        description={sessionsDescription}
        actions={<EndSessionsButton sessions="all" label="Sign out everywhere" />}
      />
      <div className="px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={['h-40']} />}>
          <Sessions ctx={ctx} />
        </Suspense>
      </div>
    </>
  );
}

async function Sessions({ ctx }: { readonly ctx: Context }) {
  return <SessionTable sessions={await listOwnSessions(ctx, sessionLimits())} />;
}
