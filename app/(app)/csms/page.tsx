import type { Metadata } from 'next';
import Link from 'next/link';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listCsms } from '@/lib/accounts/csms/list-csms';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import { CsmsTable } from './_components/csms-table';
import { sourceLabel } from './_components/detail-values';
import { RefreshOnChange } from './_components/refresh-on-change';
import { type CsmsSort, loadCsmsQuery } from './search-params';

export const metadata: Metadata = { title: 'CSMs' };

/** Every CSM, active or not, with their details, where each comes from, and a dialog to edit them. */
export default async function CsmsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { sort } = await loadCsmsQuery(searchParams);
  return (
    <>
      <PageHeader
        title="CSMs"
        description="Start date, class, capacity, manager, and leave of each CSM, and where each value comes from"
        actions={
          <Link href="/workload" data-print="none" className={buttonClass('secondary')}>
            Workload
          </Link>
        }
      />
      <RefreshOnChange changeNumber={ctx.readModel.changes.number} />
      <div className="px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={['h-144']} />}>
          <CsmsList ctx={ctx} sort={sort} />
        </Suspense>
      </div>
    </>
  );
}

async function CsmsList({ ctx, sort }: { readonly ctx: Context; readonly sort: CsmsSort }) {
  const [list, format] = await Promise.all([
    listCsms(ctx, { sort: sort.column, descending: sort.descending }),
    currentFormat(),
  ]);
  return (
    <CsmsTable
      list={list}
      sort={sort}
      source={sourceLabel(ctx.warehouse.kind)}
      canEdit={hasRole(ctx.person, 'manager')}
      format={format}
    />
  );
}
