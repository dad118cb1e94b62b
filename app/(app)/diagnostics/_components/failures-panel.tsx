import Link from 'next/link';
import { runHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { DryRunBadge, RunStatusBadge, runScopeLabel } from '@/app/(app)/_shared/run-status';
import { failuresHref } from '@/app/(app)/diagnostics/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  FAILURE_DAYS,
  FAILURES_PAGE_SIZE,
  type Failure,
  type listFailures,
} from '@/lib/analytics/diagnostics/lists';

type FailedRun = Extract<Failure, { kind: 'run' }>;
type FailedReview = Extract<Failure, { kind: 'review' }>;

/** Recent runs and reviews that failed, newest first. */
export function FailuresPanel({
  failures: { rows, page, total },
  format,
}: {
  readonly failures: Awaited<ReturnType<typeof listFailures>>;
  readonly format: Format;
}) {
  return (
    <Panel
      title="What failed recently?"
      description={`Runs and reviews of the last ${FAILURE_DAYS} days that failed, were canceled, or were interrupted.`}
      actions={
        <ListPages
          label="Pages of failed runs and reviews"
          page={page}
          total={total}
          size={FAILURES_PAGE_SIZE}
          href={failuresHref}
          exportHref="/api/exports/failures"
        />
      }
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
          rows={rows.map((row) => (row.kind === 'run' ? runRow(row) : reviewRow(row, format)))}
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
      result: <RunStatusBadge status={run.status} failureCode={run.failureCode} />,
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
