import Link from 'next/link';
import { DryRunBadge, RunStatusBadge, runScopeLabel } from '@/app/(app)/_shared/run-status';
import { Table, Td, Th } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { type Diagnostics, FAILURE_DAYS } from '@/lib/analytics/diagnostics/get-diagnostics';

type FailedRun = Diagnostics['runs']['failed'][number];
type FailedReview = Diagnostics['review']['failed'][number];

/** Recent runs and reviews that failed. */
export function FailuresPanel({
  runs,
  reviews,
}: {
  readonly runs: readonly FailedRun[];
  readonly reviews: readonly FailedReview[];
}) {
  const isEmpty = runs.length + reviews.length === 0;
  return (
    <Panel
      title="What failed recently?"
      description={`Runs and reviews of the last ${FAILURE_DAYS} days that failed, were canceled, or were interrupted.${notListedNote(runs, reviews)}`}
      flush={!isEmpty}
    >
      {isEmpty ? (
        <p className="text-ink-muted">Nothing failed.</p>
      ) : (
        <Table label="Failed runs and reviews" className="min-w-[48rem]">
          <thead>
            <tr>
              <Th>Run or review</Th>
              <Th>Result</Th>
              <Th>Started</Th>
              <Th>Cause</Th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={`run ${run.id}`} className="hover:bg-hover">
                <Td>
                  <span className="flex items-center gap-2">
                    <RunLink id={run.id}>{runScopeLabel(run)}</RunLink>
                    {run.dryRun && <DryRunBadge />}
                  </span>
                </Td>
                <Td>
                  <RunStatusBadge {...run} />
                </Td>
                <StartedCell at={run.startedAt} by={run.startedByName} />
                <Td className="min-w-64">{run.failure ?? 'Not recorded'}</Td>
              </tr>
            ))}
            {reviews.map((review) => (
              <tr key={`review ${review.id}`} className="hover:bg-hover">
                <Td>
                  <RunLink id={review.runId}>Claude’s review</RunLink>
                </Td>
                <Td>
                  <Badge tone={review.reviewed ? 'warn' : 'danger'}>
                    {`${formatNumber(review.reviewed ?? 0)} of ${formatNumber(review.asked)} reviewed`}
                  </Badge>
                </Td>
                <StartedCell at={review.startedAt} />
                <Td className="min-w-64">{review.failure ?? 'Not recorded'}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function RunLink({ id, children }: { readonly id: string; readonly children: string }) {
  return (
    <Link
      href={`/runs/${id}`}
      prefetch={false}
      className="font-medium text-accent-ink hover:underline"
    >
      {children}
    </Link>
  );
}

function StartedCell({ at, by }: { readonly at: Date; readonly by?: string }) {
  return (
    <Td>
      <Time at={at} />
      {by && <span className="text-ink-muted">{` by ${by}`}</span>}
    </Td>
  );
}

/** How many more there are than listed. */
function notListedNote(runs: readonly FailedRun[], reviews: readonly FailedReview[]): string {
  const [moreRuns, moreReviews] = [runs, reviews].map(
    (list) => (list[0]?.total ?? list.length) - list.length,
  ) as [number, number];
  const more = [
    moreRuns > 0 && formatCount(moreRuns, 'older run'),
    moreReviews > 0 && formatCount(moreReviews, 'older review'),
  ].filter(Boolean);
  return more.length > 0 ? ` Not listed: ${more.join(' and ')}.` : '';
}
