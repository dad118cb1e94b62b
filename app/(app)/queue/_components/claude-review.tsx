'use client';

import { DetailsSection } from '@/app/(app)/_shared/record/details-section';
import { VerdictName } from '@/app/(app)/_shared/status-marks';
import type { DecisionTarget } from '@/app/(app)/queue/queue-row';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { issueLabels, verdictLabels } from '@/lib/reviews/labels';

type RecommendationReview = NonNullable<DecisionTarget['review']>;

/** Claude's review of the recommendation, with a button to use its suggestion. */
export function ReviewSection({
  target,
  canDecide,
  acceptSuggestion,
}: {
  readonly target: DecisionTarget;
  readonly canDecide: boolean;
  readonly acceptSuggestion: () => void;
}) {
  const { review, feedback } = target;
  if (!review) return null;
  return (
    <DetailsSection title="Claude’s review" note={<Time at={review.at} />}>
      {review.verdict ? (
        <>
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <VerdictName verdict={review.verdict} />
            {review.confidence !== null && (
              <span className="text-sm text-ink-muted">{`${review.confidence}% confident`}</span>
            )}
            <Issues issues={review.issues} />
          </p>
          <p dir="auto" className="mt-1.5 text-sm wrap-anywhere whitespace-pre-wrap">
            {feedback ?? `${verdictLabels[review.verdict].advice}.`}
          </p>
          {review.suggestedCsm && (
            <Suggestion
              csm={review.suggestedCsm}
              target={target}
              canDecide={canDecide}
              acceptSuggestion={acceptSuggestion}
            />
          )}
        </>
      ) : (
        <p className="text-sm text-ink-muted">
          Claude’s verdict is hidden until you decide, so that it does not influence you.
        </p>
      )}
    </DetailsSection>
  );
}

function Suggestion({
  csm,
  target,
  canDecide,
  acceptSuggestion,
}: {
  readonly csm: string;
  readonly target: DecisionTarget;
  readonly canDecide: boolean;
  readonly acceptSuggestion: () => void;
}) {
  const disabled = canDecide ? {} : { 'aria-disabled': true, 'aria-describedby': 'cannot-decide' };
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      <span className="min-w-0 wrap-anywhere">
        {'Claude suggests '}
        <bdi className="font-semibold">{csm}</bdi>
      </span>
      {target.state === 'pending' && (
        <Button
          size="sm"
          keyHint="c"
          onClick={acceptSuggestion}
          aria-label={`Use suggestion: override to ${csm}`}
          className="ml-auto"
          {...disabled}
        >
          Use suggestion
        </Button>
      )}
    </p>
  );
}

function Issues({ issues }: { readonly issues: RecommendationReview['issues'] }) {
  return issues.map((issue) => (
    <Badge key={issue}>{issueLabels[issue as keyof typeof issueLabels] ?? issue}</Badge>
  ));
}
