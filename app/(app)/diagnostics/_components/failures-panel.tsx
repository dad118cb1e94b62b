import Link from 'next/link';
import { runHref } from '@/app/(app)/_shared/links';
import { DryRunBadge, RunStatusBadge, runScopeLabel } from '@/app/(app)/_shared/run-status';
import { StaticTable } from '@/components/table/static-table';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { type Diagnostics, FAILURE_DAYS } from '@/lib/analytics/diagnostics/get-diagnostics';

type FailedRun = Diagnostics['runs']['failed'][number];
type FailedReview = Diagnostics['review']['failed'][number];

/** Recent runs and reviews that failed. */
export function FailuresPanel({
  runs,
  reviews,
  format,
}: {
  readonly runs: readonly FailedRun[];
  readonly reviews: readonly FailedReview[];
  readonly format: Format;
}) {
  const rows = [...runs.map(runRow), ...reviews.map((review) => reviewRow(review, format))];
  return (
    <Panel
      title="What failed recently?"
      description={`Runs and reviews of the last ${FAILURE_DAYS} days that failed, were canceled, or were interrupted.${notListedNote(runs, reviews, format)}`}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <p className="text-ink-muted">Nothing failed.</p>
      ) : (
        <StaticTable
          label="Failed runs and reviews"
          className="min-w-[48rem]"
          columns={[
            { id: 'subject', label: 'Run or review' },
            { id: 'result', label: 'Result' },
            { id: 'started', label: 'Started' },
            { id: 'cause', label: 'Cause', className: 'min-w-64' },
          ]}
          rows={rows}
        />
      )}
    </Panel>
  );
}

function runRow(run: FailedRun) {
  return {
    id: `run ${run.id}`,
    cells: {
      subject: (
        <span className="flex items-center gap-2">
          <RunLink id={run.id}>{runScopeLabel(run)}</RunLink>
          {run.dryRun && <DryRunBadge />}
        </span>
      ),
      result: <RunStatusBadge {...run} />,
      started: (
        <>
          <Time at={run.startedAt} />
          <span className="text-ink-muted">{` by ${run.startedByName}`}</span>
        </>
      ),
      cause: run.failure ?? 'Not recorded',
    },
  };
}

function reviewRow(review: FailedReview, format: Format) {
  return {
    id: `review ${review.id}`,
    cells: {
      subject: <RunLink id={review.runId}>Claude’s review</RunLink>,
      result: (
        <Badge tone={review.reviewed ? 'warn' : 'danger'}>
          {`${format.number(review.reviewed ?? 0)} of ${format.number(review.asked)} reviewed`}
        </Badge>
      ),
      started: <Time at={review.startedAt} />,
      cause: review.failure ?? 'Not recorded',
    },
  };
}

function RunLink({ id, children }: { readonly id: string; readonly children: string }) {
  return (
    <Link
      href={runHref(id)}
      prefetch={false}
      className="font-medium text-accent-ink hover:underline"
    >
      {children}
    </Link>
  );
}

/** How many failures there are beyond those listed. */
function notListedNote(
  runs: readonly FailedRun[],
  reviews: readonly FailedReview[],
  format: Format,
): string {
  const moreRuns = (runs[0]?.total ?? 0) - runs.length;
  const moreReviews = (reviews[0]?.total ?? 0) - reviews.length;
  const more = [
    ...(moreRuns > 0 ? [format.count(moreRuns, 'older run')] : []),
    ...(moreReviews > 0 ? [format.count(moreReviews, 'older review')] : []),
  ];
  return more.length > 0 ? ` Not listed: ${format.list(more)}.` : '';
}
