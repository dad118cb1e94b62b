import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { decodeParam } from '@/app/(app)/_shared/links';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { scopeHref } from '@/app/(app)/_shared/scope-params';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import type { CsmDetails } from '@/lib/analytics/csm/types';
import { pageContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { BookPanel } from './_components/book-panel';
import { CsmHistory } from './_components/csm-history';
import { EligibilityPanel, ProfilePanel } from './_components/csm-profile';
import { CsmHistorySkeleton, CsmOverviewSkeleton } from './_components/csm-skeleton';
import { SharesPanel } from './_components/shares-panel';
import { bookPageSize, type CsmQuery, loadBookQuery } from './search-params';

export const metadata: Metadata = { title: 'CSM' };

interface Props {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** One CSM: what they carry, whether they may receive more, and what happened about them. */
export default async function CsmPage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const name = decodeParam((await params).name);
  const [{ query: scopeQuery, scope }, own] = await Promise.all([
    readScope(searchParams),
    loadBookQuery(searchParams),
  ]);
  const query = { ...scopeQuery, ...own };
  const csm = csmOrNotFound(
    getCsm(ctx, {
      ...{ name, scope, page: own.page, pageSize: bookPageSize },
      ...{ sort: own.sort.column, descending: own.sort.descending },
    }),
  );
  return (
    <>
      <PageHeader
        title={<span className="wrap-anywhere">{name}</span>}
        description="What they carry, whether they may receive more, and what was decided about them."
        actions={
          <Link
            href={scopeHref('/workload', scopeQuery)}
            data-print="none"
            className={buttonClass('secondary')}
          >
            Back to workload
          </Link>
        }
      />
      <Suspense fallback={<CsmOverviewSkeleton />}>
        <CsmOverview csm={csm} query={query} />
      </Suspense>
      <h2 className="px-4 pt-6 pb-2 text-xl font-semibold tracking-tight lg:px-6">History</h2>
      <ScopeBar query={scopeQuery} timeZone={scope.zone} />
      <Suspense fallback={<CsmHistorySkeleton />}>
        <CsmHistory csm={csm} />
      </Suspense>
    </>
  );
}

async function csmOrNotFound(csm: Promise<CsmDetails>): Promise<CsmDetails> {
  try {
    return await csm;
  } catch (error) {
    // A name that no CSM can have, such as one of 300 characters, is of nobody either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}

/** How a CSM stands: who they are, whether they may receive more, what they carry. */
async function CsmOverview(props: { readonly csm: Promise<CsmDetails>; readonly query: CsmQuery }) {
  const csm = await props.csm;
  return (
    <div className="flex flex-col gap-4 px-4 lg:px-6">
      <div className="grid gap-4 lg:grid-cols-2">
        <ProfilePanel csm={csm} />
        <EligibilityPanel csm={csm} />
      </div>
      <SharesPanel csm={csm} />
      <BookPanel csm={csm} query={props.query} />
    </div>
  );
}
