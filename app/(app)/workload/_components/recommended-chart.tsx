import Link from 'next/link';
import type { ReactNode } from 'react';
import { ChartOrFixedSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import { csmHref } from '@/app/(app)/_shared/links';
import {
  type RecommendedSort,
  type SortName,
  sortLabels,
  type WorkloadQuery,
  windowDays,
  windowNames,
  workloadHref,
} from '@/app/(app)/workload/search-params';
import type { ChartData } from '@/components/charts/chart-data';
import { classNames } from '@/components/ui/class-names';
import type { RecommendedTotals, Workload } from '@/lib/analytics/workload/get-workload';

/** What was recommended to whom, and what came of it. */
export function RecommendedChart({
  workload,
  query,
}: {
  readonly workload: Workload | null;
  readonly query: WorkloadQuery;
}) {
  const days = windowDays[query.window];
  return (
    <ChartOrFixedSkeleton
      question="Who is recommended, and how much of it is accepted?"
      description={
        <>
          {`Recommendations of the last ${days} days, whatever the period. The table has the averages: the score of all and of the accepted; neediness, health and revenue of the accepted.`}
          <RecommendedControls query={query} />
        </>
      }
      note="Still active: in the list of active CSMs. A name that the list has twice counts once."
      place="legendAndBars"
      data={workload && recommendedData(sortRecommended(workload.recommended, query.sort))}
      mark={{
        kind: 'bars',
        label: 'csm',
        values: ['accepted', 'others'],
        stacked: true,
        tones: { accepted: 1, others: 'neutral' },
      }}
      file={`recommendations-of-${days}-days`}
      empty={`Nothing was recommended in the last ${days} days.`}
    />
  );
}

function recommendedData(rows: readonly RecommendedTotals[]): ChartData {
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'total', title: 'Recommended', kind: 'count' },
      { key: 'accepted', title: 'Accepted', kind: 'count' },
      { key: 'others', title: 'Not accepted', kind: 'count' },
      { key: 'rate', title: 'Accepted, share', kind: 'share' },
      { key: 'score', title: 'Average score', kind: 'number', digits: 2 },
      { key: 'acceptedScore', title: 'Score of accepted', kind: 'number', digits: 2 },
      { key: 'neediness', title: 'Neediness', kind: 'number', digits: 2 },
      { key: 'health', title: 'Health', kind: 'number', digits: 2 },
      { key: 'revenue', title: 'Revenue', kind: 'money' },
      { key: 'active', title: 'Still active', kind: 'text' },
    ],
    rows: rows.map((row, at) => ({
      id: row.csm ?? `nobody ${at}`,
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
        active: row.stillActive ? 'yes' : 'no',
      },
      ...(row.csm !== null && { hrefs: { csm: csmHref(row.csm) } }),
    })),
  };
}

/** Which days are counted and what comes first; the present choices and the ways to the others. */
function RecommendedControls({ query }: { readonly query: WorkloadQuery }) {
  const { sort } = query;
  return (
    <div data-print="none" className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
      <ChoiceGroup label="Counted over">
        {windowNames.map((window) => (
          <ChoiceLink key={window} here={window === query.window} href={{ ...query, window }}>
            {`${windowDays[window]} days`}
          </ChoiceLink>
        ))}
      </ChoiceGroup>
      <ChoiceGroup label="Sorted by">
        {(Object.keys(sortLabels) as SortName[]).map((by) => {
          const here = by === sort.by;
          const descending = here ? !sort.descending : by !== 'csm';
          return (
            <ChoiceLink key={by} here={here} href={{ ...query, sort: { by, descending } }}>
              {sortLabels[by]}
              {here && (
                <>
                  <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>
                  <span className="sr-only">
                    {sort.descending ? ', most first' : ', least first'}
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
  here,
  href,
  children,
}: {
  readonly here: boolean;
  readonly href: WorkloadQuery;
  readonly children: ReactNode;
}) {
  return (
    <Link
      href={workloadHref('/workload', href)}
      prefetch={false}
      scroll={false}
      aria-current={here ? 'true' : undefined}
      className={classNames(
        'rounded-md px-2 py-1',
        here ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink-muted hover:bg-hover',
      )}
    >
      {children}
    </Link>
  );
}

/** In the order asked for; those without the figure come last either way. */
function sortRecommended(
  rows: readonly RecommendedTotals[],
  { by, descending }: RecommendedSort,
): readonly RecommendedTotals[] {
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [a[by], b[by]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (left === right) return 0;
    return left < right ? -direction : direction;
  });
}
