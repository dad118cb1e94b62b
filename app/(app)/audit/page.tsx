import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listAudit } from '@/lib/audit/list-audit';
import { hasRole } from '@/lib/server/auth/person';
import { pageContext } from '@/lib/server/context';
import { AuditFilters } from './_components/audit-filters';
import { AuditList } from './_components/audit-list';
import { VerifyPanel } from './_components/verify-panel';
import { loadAuditQuery, PAGE_SIZE, toAuditFilter } from './search-params';

export const metadata: Metadata = { title: 'Audit' };

/** Who did what and when, for admins, and a check that nobody edited it. */
export default async function AuditPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  if (!hasRole(ctx.person, 'admin')) {
    return (
      <>
        <PageHeader title="Audit" />
        <EmptyState title="Only admins can see the audit trail">
          Ask an admin who did what and when.
        </EmptyState>
      </>
    );
  }
  const { page, ...query } = await loadAuditQuery(searchParams);
  const listed = listAudit(ctx, {
    ...toAuditFilter(query, ctx.now()),
    page,
    pageSize: PAGE_SIZE,
  });
  const key = JSON.stringify([query, page]);
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who did what and when. Nobody can edit it without a trace."
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <VerifyPanel />
        <AuditFilters key={`filters ${key}`} query={query} />
        <Suspense key={key} fallback={<PanelsSkeleton panels={['h-136']} />}>
          <AuditList listed={listed} query={query} />
        </Suspense>
      </div>
    </>
  );
}
