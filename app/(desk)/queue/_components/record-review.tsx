'use client';

import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { issueWords, verdictWords } from '@/lib/review/words';
import type { Target } from '../queue-row';
import { RecordSection } from './record-section';
import { VerdictName } from './verdict';

type Review = NonNullable<Target['review']>;

/** What Claude says of the recommendation, and the key that follows its suggestion. */
export function RecordReview({
  target,
  mayDecide,
  follow,
}: {
  readonly target: Target;
  readonly mayDecide: boolean;
  readonly follow: () => void;
}) {
  const { review, feedback } = target;
  if (!review) return null;
  return (
    <RecordSection title="Claude’s review" aside={<Time at={review.at} />}>
      {review.verdict ? (
        <>
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <VerdictName verdict={review.verdict} />
            {review.confidence !== null && (
              <span className="text-sm text-ink-muted">{`${review.confidence}% confident`}</span>
            )}
            <Issues issues={review.issues} />
          </p>
          <p className="mt-1.5 text-sm wrap-anywhere whitespace-pre-wrap">
            {feedback ?? `${verdictWords[review.verdict].advice}.`}
          </p>
          {review.suggestedCsm && (
            <Suggestion csm={review.suggestedCsm} {...{ target, mayDecide, follow }} />
          )}
        </>
      ) : (
        <p className="text-sm text-ink-muted">
          Claude’s verdict is shown after the decision, so that how often you agree is measured
          blind.
        </p>
      )}
      <p className="mt-2 text-xs wrap-anywhere text-ink-muted">
        {`${review.model ?? 'Unknown model'}, prompt version ${review.promptVersion ?? 'unknown'}, `}
        <Time at={review.at} show="absolute" />
      </p>
    </RecordSection>
  );
}

function Suggestion({
  csm,
  target,
  mayDecide,
  follow,
}: {
  readonly csm: string;
  readonly target: Target;
  readonly mayDecide: boolean;
  readonly follow: () => void;
}) {
  const refused = mayDecide ? {} : { 'aria-disabled': true, 'aria-describedby': 'may-not-decide' };
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      <span className="min-w-0 wrap-anywhere">
        {'Claude suggests '}
        <span className="font-semibold">{csm}</span>
      </span>
      {target.state === 'pending' && (
        <Button
          size="sm"
          keyHint="c"
          onClick={follow}
          aria-label={`Use suggestion: override to ${csm}`}
          className="ml-auto"
          {...refused}
        >
          Use suggestion
        </Button>
      )}
    </p>
  );
}

function Issues({ issues }: { readonly issues: Review['issues'] }) {
  return issues.map((issue) => (
    <Badge key={issue}>{issueWords[issue as keyof typeof issueWords] ?? issue}</Badge>
  ));
}
