import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { VerdictName } from '@/app/(app)/_shared/status-marks';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { DecisionRecord } from '@/lib/decisions/decision-record';
import { issueLabels, reviewOrigin, verdictLabels } from '@/lib/reviews/labels';

/** Claude's verdict and comments at the time of the decision. */
export function ReviewThenPanel({ record }: { readonly record: DecisionRecord }) {
  const { review, feedback, decision } = record;
  if (!review) {
    return (
      <Panel title={feedback ? 'Feedback' : 'Claude’s review'}>
        {feedback ? (
          <p dir="auto" className="text-sm wrap-anywhere whitespace-pre-wrap">
            {feedback}
          </p>
        ) : (
          <p className="text-ink-muted">Claude did not review this recommendation.</p>
        )}
      </Panel>
    );
  }
  const { verdict, confidence, issues, suggestedCsm, model, promptVersion, at, blind } = review;
  const isLater = decision !== null && at > decision.at;
  return (
    <Panel title="Claude’s review">
      {verdict ? (
        <>
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <VerdictName verdict={verdict} />
            {confidence !== null && (
              <span className="text-sm text-ink-muted">{`${confidence}% confident`}</span>
            )}
            {issues.map((issue) => (
              <Badge key={issue}>{issueLabels[issue as keyof typeof issueLabels] ?? issue}</Badge>
            ))}
          </p>
          <p dir="auto" className="mt-1.5 text-sm wrap-anywhere whitespace-pre-wrap">
            {feedback ?? `${verdictLabels[verdict].advice}.`}
          </p>
          {suggestedCsm && (
            <p className="mt-2 text-sm">
              {'Claude suggested '}
              <CsmLink name={suggestedCsm} />
            </p>
          )}
        </>
      ) : (
        <p className="text-ink-muted">
          Claude’s verdict is hidden until this recommendation is decided.
        </p>
      )}
      <p className="mt-2 text-sm text-ink-muted">
        {`${reviewOrigin(model, promptVersion)}, `}
        <Time at={at} show="absolute" />
        {isLater && '. Written after the decision'}
        {!isLater && blind && verdict && '. Hidden until the decision'}
      </p>
    </Panel>
  );
}
