import { currentFormat } from '@/app/(app)/_shared/current-format';
import { verdictTones } from '@/app/(app)/_shared/status-marks';
import { Alert } from '@/components/ui/alert';
import { Badge, type Tone } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { ReviewCall, RunReview } from '@/lib/reviews/get-run-review';
import { disabledReasonLabels, modelLabel, verdictLabels } from '@/lib/reviews/labels';
import type { ReviewedRun } from '@/lib/runs/read-runs';
import { AutoRefresh, ReviewProgressBar, StartReviewButton } from './review-progress';

/** Claude's review of the run's recommendations: the verdicts, its progress, or why there is none. */
export async function ReviewPanel({
  runId,
  review,
  mayReview,
}: {
  readonly runId: string;
  readonly review: NonNullable<ReviewedRun['review']>;
  readonly mayReview: boolean;
}) {
  const { off, call, counts, spent, progress } = review;
  const format = await currentFormat();
  const ended = call !== null && (call.status === 'done' || call.status === 'failed');
  const startButton =
    mayReview &&
    off === null &&
    counts.unreviewed > 0 &&
    !progress &&
    call?.status !== 'waiting' ? (
      <StartReviewButton runId={runId}>{call ? 'Review again' : 'Start review'}</StartReviewButton>
    ) : undefined;
  return (
    <Panel
      title="Claude’s review"
      actions={ended ? <ReviewCounts counts={counts} /> : undefined}
      description="Claude advises. Managers decide."
    >
      <div className="flex flex-col gap-4">
        {progress && <ReviewProgressBar runId={runId} review={progress} />}
        {!progress && !call && (
          <ReviewNote actions={startButton}>
            {off
              ? `${disabledReasonLabels[off]} Everything else works without it.`
              : 'This run was not reviewed.'}
          </ReviewNote>
        )}
        {call?.status === 'waiting' && (
          <ReviewNote>
            Submitted as a batch <Time at={call.startedAt} />. Results arrive within a day. You can
            leave this page.
            <AutoRefresh />
          </ReviewNote>
        )}
        {!progress && ended && (counts.unreviewed > 0 || call.status === 'failed') && (
          <Alert
            tone="warn"
            title={
              counts.unreviewed > 0
                ? `${format.count(counts.unreviewed, 'recommendation')} not reviewed`
                : 'The review failed'
            }
            actions={startButton}
          >
            {call.failure ?? 'These were not part of the review.'}
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

type ReviewCountName = Exclude<keyof RunReview['counts'], 'recommendations'>;

const countBadges: Readonly<
  Record<ReviewCountName, { readonly name: string; readonly tone: Tone }>
> = {
  approve: { name: verdictLabels.approve.name, tone: verdictTones.approve },
  caution: { name: verdictLabels.caution.name, tone: verdictTones.caution },
  reassign: { name: verdictLabels.reassign.name, tone: verdictTones.reassign },
  hidden: { name: 'Hidden until the decision', tone: 'neutral' },
  unreviewed: { name: 'Not reviewed', tone: 'neutral' },
};

/** The number of recommendations per verdict. Other counts appear only if they are not zero. */
async function ReviewCounts({ counts }: { readonly counts: RunReview['counts'] }) {
  const format = await currentFormat();
  const shown = (Object.keys(countBadges) as ReviewCountName[]).filter(
    (count) => counts[count] > 0 || count in verdictLabels,
  );
  return (
    <ul aria-label="Verdicts" className="flex flex-wrap gap-1.5">
      {shown.map((count) => (
        <li key={count}>
          <Badge tone={counts[count] > 0 ? countBadges[count].tone : 'neutral'}>
            {`${countBadges[count].name}: ${format.number(counts[count])}`}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

/** The model, prompt, time, tokens, and cost of a review. */
async function ReviewDetails({
  call,
  spent,
}: {
  readonly call: ReviewCall;
  readonly spent: RunReview['spent'];
}) {
  const { model, promptVersion, kind, latencyMs, startedAt } = call;
  const format = await currentFormat();
  return (
    <DescriptionList columns="sm:grid-cols-2 lg:grid-cols-4">
      <DescriptionItem name="Model">{modelLabel(model)}</DescriptionItem>
      <DescriptionItem name="Prompt">{`Version ${promptVersion}`}</DescriptionItem>
      <DescriptionItem name={kind === 'batch' ? 'Submitted' : 'Requested'}>
        <Time at={startedAt} show="absolute" />
      </DescriptionItem>
      {latencyMs !== null && (
        <DescriptionItem name="Duration">{format.duration(latencyMs)}</DescriptionItem>
      )}
      <DescriptionItem name="Input tokens">
        {format.number(spent.input + spent.cached)}
      </DescriptionItem>
      <DescriptionItem name="Cached input tokens">{format.number(spent.cached)}</DescriptionItem>
      <DescriptionItem name="Output tokens">{format.number(spent.output)}</DescriptionItem>
      <DescriptionItem name="Estimated cost">
        {spent.cost === null ? 'Unknown price' : format.cents(spent.cost)}
      </DescriptionItem>
    </DescriptionList>
  );
}
