import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { decodeParam } from '@/app/(app)/_shared/links';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { ScopeExports } from '@/app/(app)/_shared/scope-exports';
import { scopeHref } from '@/app/(app)/_shared/scope-params';
import { sourceLabel } from '@/app/(app)/csms/_components/detail-values';
import { RefreshOnChange } from '@/app/(app)/csms/_components/refresh-on-change';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import type { CsmDetails } from '@/lib/analytics/csm/types';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { BookPanel } from './_components/book-panel';
import { CsmHistory } from './_components/csm-history';
import { DetailsHistory } from './_components/details-history';
import { EligibilityPanel } from './_components/eligibility-panel';
import { csmPanels } from './_components/panel-heights';
import { ProfilePanel } from './_components/profile-panel';
import { SharesPanel } from './_components/shares-panel';
import { bookPageSize, type CsmQuery, loadBookQuery } from './search-params';

export const metadata: Metadata = { title: 'CSM' };

interface Props {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** A CSM: profile, eligibility, book, and history. */
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
      name,
      scope,
      page: own.page,
      pageSize: bookPageSize,
      decisionsPage: own.decided,
      sort: own.sort.column,
      descending: own.sort.descending,
    }),
  );
  return (
    <>
      <PageHeader
        title={<span className="wrap-anywhere">{name}</span>}
        description="Profile, eligibility, book, and history"
        actions={
          <>
            <Link href="/csms" data-print="none" className={buttonClass('secondary')}>
              All CSMs
            </Link>
            <Link
              href={scopeHref('/workload', scopeQuery)}
              data-print="none"
              className={buttonClass('secondary')}
            >
              Back to workload
            </Link>
          </>
        }
      />
      <RefreshOnChange changeNumber={ctx.readModel.changes.number} />
      <div className="px-4 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={csmPanels.overview} />}>
          <CsmOverview csm={csm} query={query} ctx={ctx} />
        </Suspense>
      </div>
      <h2 className="px-4 pt-6 pb-2 text-xl font-semibold tracking-tight lg:px-6">History</h2>
      <ScopeBar query={scopeQuery} timeZone={scope.zone} />
      <div className="px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={csmPanels.history} />}>
          <ScopeExports input={scope} scope={`CSM: ${name}`} now={ctx.now()}>
            <CsmHistory csm={csm} query={query} />
          </ScopeExports>
        </Suspense>
      </div>
    </>
  );
}

async function csmOrNotFound(csm: Promise<CsmDetails>): Promise<CsmDetails> {
  try {
    return await csm;
  } catch (error) {
    // An impossible name, such as one of 300 characters, does not exist either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}

async function CsmOverview(props: {
  readonly csm: Promise<CsmDetails>;
  readonly query: CsmQuery;
  readonly ctx: Context;
}) {
  const [csm, format] = await Promise.all([props.csm, currentFormat()]);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <ProfilePanel
          csm={csm}
          format={format}
          source={sourceLabel(props.ctx.warehouse.kind)}
          canEdit={hasRole(props.ctx.person, 'manager')}
        />
        <EligibilityPanel csm={csm} format={format} />
      </div>
      <SharesPanel csm={csm} format={format} />
      <DetailsHistory csm={csm} format={format} />
      <BookPanel csm={csm} query={props.query} format={format} />
    </div>
  );
}
