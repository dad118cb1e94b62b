import { Alert } from '@/components/ui/alert';
import { Badge, type Tone } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatCents, formatCount, formatDuration, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { ReviewCall, RunReview } from '@/lib/reviews/get-run-review';
import { disabledReasonLabels, modelLabel, verdictLabels } from '@/lib/reviews/labels';
import type { ReviewedRun } from '@/lib/runs/read-runs';
import { AutoRefresh, ReviewProgressBar, StartReviewButton } from './review-progress';

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
      <StartReviewButton runId={runId}>
        {call ? 'Review again' : 'Review with Claude'}
      </StartReviewButton>
    ) : undefined;
  return (
    <Panel
      title="Claude’s review"
      aside={ended ? <ReviewCounts counts={counts} /> : undefined}
      description="Claude advises; a manager decides."
    >
      <div className="flex flex-col gap-4">
        {progress && <ReviewProgressBar runId={runId} review={progress} />}
        {!progress && !call && (
          <ReviewNote actions={again}>
            {off
              ? `${disabledReasonLabels[off]} Everything else works without.`
              : 'This run was not reviewed.'}
          </ReviewNote>
        )}
        {call?.status === 'waiting' && (
          <ReviewNote>
            Waiting for the batch since <Time at={call.startedAt} />. It comes within a day and is
            picked up by itself; you need not wait here.
            <AutoRefresh />
          </ReviewNote>
        )}
        {!progress && ended && (counts.unreviewed > 0 || call.status === 'failed') && (
          <Alert tone="warn" title={unreviewedTitle(counts.unreviewed)} actions={again}>
            {call.failure ?? 'Nobody asked Claude about these.'}
            {off !== null && ` ${disabledReasonLabels[off]}`}
          </Alert>
        )}
        {ended && <ReviewDetails call={call} spent={spent} />}
      </div>
    </Panel>
  );
}

function ReviewNote({
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

type ReviewCountName = Exclude<keyof RunReview['counts'], 'recommendations'>;

const countBadges: Readonly<
  Record<ReviewCountName, { readonly name: string; readonly tone: Tone }>
> = {
  approve: { name: verdictLabels.approve.name, tone: 'ok' },
  caution: { name: verdictLabels.caution.name, tone: 'warn' },
  reassign: { name: verdictLabels.reassign.name, tone: 'danger' },
  hidden: { name: 'Hidden until decided', tone: 'neutral' },
  unreviewed: { name: 'Unreviewed', tone: 'neutral' },
};

/** How many recommendations have which verdict; those that are zero only where a verdict is. */
function ReviewCounts({ counts }: { readonly counts: RunReview['counts'] }) {
  const shown = (Object.keys(countBadges) as ReviewCountName[]).filter(
    (count) => counts[count] > 0 || count in verdictLabels,
  );
  return (
    <ul aria-label="Verdicts" className="flex flex-wrap gap-1.5">
      {shown.map((count) => (
        <li key={count}>
          <Badge tone={counts[count] > 0 ? countBadges[count].tone : 'neutral'}>
            {`${countBadges[count].name}: ${formatNumber(counts[count])}`}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

/** Which model said it, by which prompt, when, how fast and for how much. */
function ReviewDetails({
  call,
  spent,
}: {
  readonly call: ReviewCall;
  readonly spent: RunReview['spent'];
}) {
  const { model, promptVersion, kind, latencyMs, startedAt } = call;
  return (
    <DescriptionList columns="grid-cols-2 lg:grid-cols-4">
      <DescriptionItem name="Model">{modelLabel(model)}</DescriptionItem>
      <DescriptionItem name="Prompt">{`Version ${promptVersion}`}</DescriptionItem>
      <DescriptionItem name={kind === 'batch' ? 'Handed in' : 'Asked'}>
        <Time at={startedAt} show="absolute" />
      </DescriptionItem>
      {latencyMs !== null && (
        <DescriptionItem name="Answered in">{formatDuration(latencyMs)}</DescriptionItem>
      )}
      <DescriptionItem name="Tokens in">{formatNumber(spent.input + spent.cached)}</DescriptionItem>
      <DescriptionItem name="Of these from the cache">{formatNumber(spent.cached)}</DescriptionItem>
      <DescriptionItem name="Tokens out">{formatNumber(spent.output)}</DescriptionItem>
      <DescriptionItem name="Estimated cost">
        {spent.cost === null ? 'Price of this model not known' : formatCents(spent.cost)}
      </DescriptionItem>
    </DescriptionList>
  );
}
