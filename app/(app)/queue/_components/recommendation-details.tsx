'use client';

import Link from 'next/link';
import { runHref } from '@/app/(app)/_shared/links';
import { BooksSection } from '@/app/(app)/_shared/record/candidate-comparison';
import { DetailsSection } from '@/app/(app)/_shared/record/details-section';
import { ExcludedSection, OutOfReachSection } from '@/app/(app)/_shared/record/excluded-csms';
import { FactorSection } from '@/app/(app)/_shared/record/factor-breakdown';
import { HistorySection } from '@/app/(app)/_shared/record/record-history';
import { useWhatIfDialog } from '@/app/(app)/_shared/what-if/use-what-if-dialog';
import type { DecisionTarget, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Time } from '@/components/ui/time';
import { reviewOrigin } from '@/lib/reviews/labels';
import { methodLabel } from '@/lib/runs/labels';
import { ReviewSection } from './claude-review';
import { FlagBanner } from './flag-list';
import { OtherRecommendation } from './other-recommendation';

/** The rules that accepting would break, and Claude's review: what the row is enough to show. */
export function RecordNotices({
  target,
  canDecide,
  acceptSuggestion,
}: {
  readonly target: DecisionTarget;
  readonly canDecide: boolean;
  /** Overrides to the CSM that Claude suggests. */
  readonly acceptSuggestion: () => void;
}) {
  return (
    <>
      {target.state === 'pending' && <FlagBanner target={target} />}
      <ReviewSection target={target} canDecide={canDecide} acceptSuggestion={acceptSuggestion} />
    </>
  );
}

/** What a manager reads before deciding, the most important first. */
export function DetailsContent({
  details,
  onShow,
}: {
  readonly details: RecommendationDetailsJson;
  /** Shows another recommendation. */
  readonly onShow: (recommendationId: string) => void;
}) {
  const { recommendation, explanation, explained, replaces } = details;
  const { id, accountId, state } = recommendation;
  const whatIf = useWhatIfDialog({ kind: 'recommendation', id }, state === 'pending');
  const onWhyNot =
    state === 'pending' ? (csm: string) => whatIf.open({ accountId, csm }) : undefined;
  return (
    <>
      {whatIf.dialog}
      {replaces && (
        <p className="border-b border-line px-4 py-2 text-sm text-ink-muted">
          <OtherRecommendation
            label="Replaces a recommendation of"
            other={replaces}
            onShow={onShow}
          />
        </p>
      )}
      {recommendation.feedback && !recommendation.review && (
        <DetailsSection title="Feedback">
          <p dir="auto" className="text-sm wrap-anywhere whitespace-pre-wrap">
            {recommendation.feedback}
          </p>
        </DetailsSection>
      )}
      {explanation ? (
        <>
          <FactorSection
            explanation={explanation}
            explained={explained}
            onWhatIf={state === 'pending' ? () => whatIf.open() : undefined}
          />
          <BooksSection
            explanation={explanation}
            asOf={explained === 'run' ? recommendation.recommendedAt : null}
            onWhyNot={onWhyNot}
          />
          <OutOfReachSection explanation={explanation} onWhyNot={onWhyNot} />
          <ExcludedSection explanation={explanation} />
        </>
      ) : (
        <DetailsSection title="Why this CSM">
          <p className="text-sm text-ink-muted">
            <bdi>{recommendation.recommendedCsm}</bdi>
            {' is not in the warehouse, so this choice cannot be explained.'}
          </p>
        </DetailsSection>
      )}
      <HistorySection history={details.history} currentId={id} />
      <SourceSection details={details} />
    </>
  );
}

/** Which run or program made the recommendation, and what reviewed it. */
function SourceSection({
  details: { recommendation, explained, policyVersion },
}: {
  readonly details: RecommendationDetailsJson;
}) {
  const { method, runId, recommendedAt, review } = recommendation;
  return (
    <DetailsSection title="Source">
      <p className="text-sm wrap-anywhere text-ink-muted">
        {methodLabel(method)}
        {runId && (
          <>
            {', '}
            <RunLink runId={runId} isOurs={explained === 'run'} />
          </>
        )}
        {', '}
        <Time at={recommendedAt} show="absolute" />
        {explained === 'run'
          ? `, policy version ${policyVersion}`
          : `. Explained with the current policy (version ${policyVersion}).`}
      </p>
      {review && (
        <p className="mt-1 text-sm wrap-anywhere text-ink-muted">
          {`Review: ${reviewOrigin(review.model, review.promptVersion)}, `}
          <Time at={review.at} show="absolute" />
        </p>
      )}
    </DetailsSection>
  );
}

/** A link to the run. Another program's run has no page here. */
function RunLink({ runId, isOurs }: { readonly runId: string; readonly isOurs: boolean }) {
  if (!isOurs) return `${runId} (another program)`;
  return (
    <Link
      href={runHref(runId)}
      prefetch={false}
      className="text-accent-ink underline underline-offset-2"
    >
      {runId}
    </Link>
  );
}
