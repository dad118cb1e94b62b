import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listMembers } from '@/lib/members/list-members';
import { listTokens } from '@/lib/members/list-tokens';
import { hasRole } from '@/lib/server/auth/person';
import { sessionLimits } from '@/lib/server/auth/session';
import { signInOffer } from '@/lib/server/auth/sign-in-methods';
import { type Context, pageContext } from '@/lib/server/context';
import { ApiTokens } from './_components/api-tokens';
import { InviteButton } from './_components/dialog-buttons';
import { MembersTable } from './_components/members-table';

export const metadata: Metadata = { title: 'Members' };

/** Who can sign in, with their sessions, and the tokens of scripts. For admins. */
export default async function MembersPage() {
  const ctx = await pageContext();
  if (!hasRole(ctx.person, 'admin')) return <ForAdmins />;
  return (
    <>
      <PageHeader
        title="Members"
        description="Who can sign in, and what they may do"
        actions={<InviteButton signIn={signInOffer(ctx.signIn)} />}
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={['h-96']} />}>
          <MembersList ctx={ctx} />
        </Suspense>
        <Suspense fallback={<PanelsSkeleton panels={['h-48']} />}>
          <TokensList ctx={ctx} />
        </Suspense>
      </div>
    </>
  );
}

async function MembersList({ ctx }: { readonly ctx: Context }) {
  const [members, format] = await Promise.all([listMembers(ctx, sessionLimits()), currentFormat()]);
  const signIn = signInOffer(ctx.signIn);
  return <MembersTable members={members} person={ctx.person} signIn={signIn} format={format} />;
}

async function TokensList({ ctx }: { readonly ctx: Context }) {
  const [tokens, format] = await Promise.all([listTokens(ctx), currentFormat()]);
  return <ApiTokens tokens={tokens} format={format} />;
}

function ForAdmins() {
  return (
    <>
      <PageHeader title="Members" />
      <EmptyState
        title="Only admins can see and change members"
        actions={
          <Link href="/queue" className={buttonClass('primary')}>
            Show the queue
          </Link>
        }
      >
        Ask an admin to invite or change a member.
      </EmptyState>
    </>
  );
}
