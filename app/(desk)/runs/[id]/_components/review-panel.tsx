import { Alert } from '@/components/ui/alert';
import { formatCount } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { ReviewedRun } from '@/lib/review/get-reviewed-run';
import { offWords } from '@/lib/review/off-words';
import { RefreshWhileWaiting } from './refresh-while-waiting';
import { ReviewButton } from './review-button';
import { ReviewCounts } from './review-counts';
import { ReviewFacts } from './review-facts';
import { ReviewLive } from './review-live';

type Review = NonNullable<ReviewedRun['review']>;

/** What Claude says of the run's recommendations, how far it is, or why it says nothing. */
export function ReviewPanel({
  runId,
  review,
  mayReview,
}: {
  readonly runId: string;
  readonly review: Review;
  readonly mayReview: boolean;
}) {
  const { off, call, counts, spent, progress } = review;
  const ended = call !== null && (call.status === 'done' || call.status === 'failed');
  const again =
    mayReview &&
    off === null &&
    counts.unreviewed > 0 &&
    !progress &&
    call?.status !== 'waiting' ? (
      <ReviewButton runId={runId}>{call ? 'Review again' : 'Review with Claude'}</ReviewButton>
    ) : undefined;
  return (
    <Panel
      title="Claude’s review"
      aside={ended ? <ReviewCounts counts={counts} /> : undefined}
      description="Claude advises; a manager decides."
    >
      <div className="flex flex-col gap-4">
        {progress && <ReviewLive runId={runId} review={progress} />}
        {!progress && !call && (
          <Quiet actions={again}>
            {off ? `${offWords[off]} Everything else works without.` : 'This run was not reviewed.'}
          </Quiet>
        )}
        {call?.status === 'waiting' && (
          <Quiet>
            Waiting for the batch since <Time at={call.startedAt} />. It comes within a day and is
            picked up by itself; you need not wait here.
            <RefreshWhileWaiting />
          </Quiet>
        )}
        {!progress && ended && (counts.unreviewed > 0 || call.status === 'failed') && (
          <Alert tone="warn" title={unreviewedTitle(counts.unreviewed)} actions={again}>
            {call.failure ?? 'Nobody asked Claude about these.'}
            {off !== null && ` ${offWords[off]}`}
          </Alert>
        )}
        {ended && <ReviewFacts call={call} spent={spent} />}
      </div>
    </Panel>
  );
}

function Quiet({
  children,
  actions,
}: {
  readonly children: React.ReactNode;
  readonly actions?: React.ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 flex-1 basis-52 text-ink-muted">{children}</p>
      {actions}
    </div>
  );
}

function unreviewedTitle(unreviewed: number): string {
  return unreviewed > 0
    ? `${formatCount(unreviewed, 'recommendation')} unreviewed`
    : 'The review came to nothing';
}
