import type { Metadata } from 'next';
import Link from 'next/link';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { scopeText } from '@/app/(app)/_shared/csv-export';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { ScopeExports } from '@/app/(app)/_shared/scope-exports';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { pageContext } from '@/lib/server/context';
import { Compliance } from './_components/compliance';
import { CoolingNow } from './_components/cooling-now';
import { coolingPanels } from './_components/panel-heights';
import { WeekTimeline } from './_components/week-timeline';
import { loadViolationsPage } from './search-params';

export const metadata: Metadata = { title: 'Cooling' };

/** Who is cooling now, who is free next, and how well the cooling period is followed. */
export default async function CoolingPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, scope } = await readScope(searchParams);
  const { page } = await loadViolationsPage(searchParams);
  const cooling = getCooling(ctx, scope, page);
  return (
    <>
      <PageHeader
        title="Cooling"
        description="Who is cooling, who is free next, and how well the cooling period is followed."
        actions={
          <Link href="/csms" data-print="none" className={buttonClass('secondary')}>
            CSM details
          </Link>
        }
      />
      <ScopeBar query={query} timeZone={scope.zone} choices={getScopeChoices(ctx)} />
      <ScopeExports input={scope} scope={scopeText(query)} now={ctx.now()}>
        <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
          <Suspense fallback={<PanelsSkeleton panels={coolingPanels.now} />}>
            <CoolingNow cooling={cooling} />
          </Suspense>
          <Suspense fallback={<PanelsSkeleton panels={coolingPanels.week} />}>
            <WeekTimeline cooling={cooling} />
          </Suspense>
          <Suspense fallback={<PanelsSkeleton panels={coolingPanels.compliance} />}>
            <Compliance cooling={cooling} query={query} />
          </Suspense>
        </div>
      </ScopeExports>
    </>
  );
}
