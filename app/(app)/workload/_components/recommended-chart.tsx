import Link from 'next/link';
import type { ReactNode } from 'react';
import { csmHref } from '@/app/(app)/_shared/links';
import type { SortParam } from '@/app/(app)/_shared/sort-param';
import {
  type SortName,
  sortLabels,
  sortNames,
  type WorkloadQuery,
  windowDays,
  windowNames,
  workloadHref,
} from '@/app/(app)/workload/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import { classNames } from '@/components/ui/class-names';
import type { RecommendedTotals, Workload } from '@/lib/analytics/workload/get-workload';
import { recommendationStateLabels } from '@/lib/decisions/labels';

/** What was recommended to each CSM, and how much was accepted. */
export function RecommendedChart({
  workload,
  query,
}: {
  readonly workload: Workload;
  readonly query: WorkloadQuery;
}) {
  const days = windowDays[query.window];
  return (
    <Chart
      question="Who is recommended, and how much is accepted?"
      description={
        <>
          {`Recommendations made in the last ${days} days (not affected by the date range). The table adds the average scores, and the average neediness, health, and revenue of accepted recommendations.`}
          <RecommendedControls query={query} />
        </>
      }
      note="Active: in the list of active CSMs. A name that appears twice in the list counts once."
      data={recommendedData(sortRecommended(workload.recommended, query.sort))}
      spec={{
        kind: 'horizontal-bar',
        label: 'csm',
        values: ['accepted', 'others'],
        stacked: true,
        tones: { accepted: 1, others: 'neutral' },
      }}
      file={`recommendations-last-${days}-days`}
      empty={`No recommendations in the last ${days} days.`}
    />
  );
}

function recommendedData(rows: readonly RecommendedTotals[]): ChartData {
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'total', title: 'Recommended', kind: 'count' },
      { key: 'accepted', title: recommendationStateLabels.accepted, kind: 'count' },
      { key: 'others', title: 'Not accepted', kind: 'count' },
      { key: 'rate', title: 'Acceptance rate', kind: 'share', digits: 1 },
      { key: 'score', title: 'Average score', kind: 'number', digits: 2 },
      { key: 'acceptedScore', title: 'Average accepted score', kind: 'number', digits: 2 },
      { key: 'neediness', title: 'Neediness', kind: 'number', digits: 2 },
      { key: 'health', title: 'Health', kind: 'number', digits: 2 },
      { key: 'revenue', title: 'Revenue', kind: 'money' },
      { key: 'active', title: 'Active', kind: 'text' },
    ],
    rows: rows.map((row, index) => ({
      id: row.csm ?? `unnamed ${index}`,
      cells: {
        csm: row.csm ?? 'No CSM named',
        total: row.total,
        accepted: row.accepted,
        others: row.total - row.accepted,
        rate: row.accepted / row.total,
        score: row.score,
        acceptedScore: row.acceptedScore,
        neediness: row.neediness,
        health: row.health,
        revenue: row.revenue,
        active: row.stillActive ? 'Yes' : 'No',
      },
      ...(row.csm !== null && { hrefs: { csm: csmHref(row.csm) } }),
    })),
  };
}

/** Links that change the number of days and the order. */
function RecommendedControls({ query }: { readonly query: WorkloadQuery }) {
  const { sort } = query;
  return (
    <div data-print="none" className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
      <ChoiceGroup label="Last">
        {windowNames.map((window) => (
          <ChoiceLink key={window} current={window === query.window} query={{ ...query, window }}>
            {`${windowDays[window]} days`}
          </ChoiceLink>
        ))}
      </ChoiceGroup>
      <ChoiceGroup label="Sort by">
        {sortNames.map((column) => {
          const current = column === sort.column;
          const descending = current ? !sort.descending : column !== 'csm';
          return (
            <ChoiceLink
              key={column}
              current={current}
              query={{ ...query, sort: { column, descending } }}
            >
              {sortLabels[column]}
              {current && (
                <>
                  <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>
                  <span className="sr-only">
                    {sort.descending ? ', descending' : ', ascending'}
                  </span>
                </>
              )}
            </ChoiceLink>
          );
        })}
      </ChoiceGroup>
    </div>
  );
}

function ChoiceGroup({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1">
      <span aria-hidden="true" className="mr-1">
        {label}
      </span>
      {children}
    </nav>
  );
}

function ChoiceLink({
  current,
  query,
  children,
}: {
  readonly current: boolean;
  readonly query: WorkloadQuery;
  readonly children: ReactNode;
}) {
  return (
    <Link
      href={workloadHref('/workload', query)}
      prefetch={false}
      scroll={false}
      aria-current={current ? 'true' : undefined}
      className={classNames(
        'rounded-md px-2 py-1',
        current ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink-muted hover:bg-hover',
      )}
    >
      {children}
    </Link>
  );
}

/** Sorts rows; rows without a value come last in either direction. */
function sortRecommended(
  rows: readonly RecommendedTotals[],
  { column, descending }: SortParam<SortName>,
): readonly RecommendedTotals[] {
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (left === right) return 0;
    return left < right ? -direction : direction;
  });
}
