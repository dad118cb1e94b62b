import type { getWorkload, Workload } from '@/lib/analytics/get-workload';
import type { WorkloadQuery } from '../search-params';
import { CapacityFigure } from './capacity-figure';
import { EvennessPanel } from './evenness-panel';
import { HealthFigure } from './health-figure';
import { MatchFigure } from './match-figure';
import { MeasureFigure } from './measure-figure';
import { RecommendedFigure } from './recommended-figure';
import { TrendFigure } from './trend-figure';

/** All that the page says of workload, with the places of its figures while they are read. */
export function WorkloadView({
  workload,
  query,
}: {
  readonly workload: Workload | null;
  readonly query: WorkloadQuery;
}) {
  const narrowed = query.segment.length + query.level.length > 0;
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6" aria-busy={workload === null}>
      <div className="break-inside-avoid">
        <EvennessPanel workload={workload} narrowed={narrowed} />
      </div>
      <CapacityFigure workload={workload} narrowed={narrowed} />
      <TrendFigure workload={workload} />
      <HealthFigure workload={workload} />
      <div className="grid gap-4 xl:grid-cols-2">
        <MeasureFigure workload={workload} measure="neediness" />
        <MeasureFigure workload={workload} measure="revenue" />
      </div>
      <RecommendedFigure workload={workload} query={query} />
      <MatchFigure workload={workload} />
    </div>
  );
}

/** The same once it is known. */
export async function KnownWorkload({
  workload,
  query,
}: {
  readonly workload: ReturnType<typeof getWorkload>;
  readonly query: WorkloadQuery;
}) {
  return <WorkloadView workload={await workload} query={query} />;
}
