import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { buttonStyle } from '@/components/ui/button-style';
import { PageHeader } from '@/components/ui/page-header';
import type { CsmView } from '@/lib/analytics/csm-view';
import { getCsm } from '@/lib/analytics/get-csm';
import { AppError } from '@/lib/errors';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../../_scope/read-scope';
import { ScopeBar } from '../../_scope/scope-bar';
import { scopeHref } from '../../_scope/scope-params';
import { decodedParam } from '../../decoded-param';
import { CsmHistory } from './_components/csm-history';
import { CsmNow } from './_components/csm-now';
import { HistorySkeleton, NowSkeleton } from './_components/skeletons';
import { bookPageSize, loadBookQuery } from './search-params';

export const metadata: Metadata = { title: 'CSM' };

interface Props {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** One CSM: what they carry, whether they may receive more, and what happened about them. */
export default async function CsmPage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const name = decodedParam((await params).name);
  const [{ query: scope, asked }, own] = await Promise.all([
    readScope(searchParams),
    loadBookQuery(searchParams),
  ]);
  const query = { ...scope, ...own };
  const csm = csmOrNothing(
    getCsm(ctx, {
      ...{ name, scope: asked, page: own.page, pageSize: bookPageSize },
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
            href={scopeHref('/workload', scope)}
            data-print="none"
            className={buttonStyle('secondary')}
          >
            Back to workload
          </Link>
        }
      />
      <Suspense fallback={<NowSkeleton />}>
        <CsmNow csm={csm} query={query} />
      </Suspense>
      <h2 className="px-4 pt-6 pb-2 text-xl font-semibold tracking-tight lg:px-6">History</h2>
      <ScopeBar query={scope} zone={asked.zone} />
      <Suspense fallback={<HistorySkeleton />}>
        <CsmHistory csm={csm} />
      </Suspense>
    </>
  );
}

async function csmOrNothing(csm: Promise<CsmView>): Promise<CsmView> {
  try {
    return await csm;
  } catch (error) {
    // A name that no CSM can have, such as one of 300 characters, is of nobody either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}
