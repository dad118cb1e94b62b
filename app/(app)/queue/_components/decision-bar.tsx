'use client';

import { RecommendationStateBadge } from '@/app/(app)/_shared/status-marks';
import type { DecisionTarget, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { OtherRecommendation } from './other-recommendation';

/** The buttons that decide a pending recommendation, or the decision that was made. */
export function DecisionBar({
  target,
  details,
  canDecide,
  hasSelection,
  onShow,
  accept,
  override,
  reject,
}: {
  readonly target: DecisionTarget;
  readonly details: RecommendationDetailsJson | undefined;
  readonly canDecide: boolean;
  /** Whether rows are selected for a bulk decision, which takes the keys `a` and `r`. */
  readonly hasSelection: boolean;
  /** Shows another recommendation. */
  readonly onShow: (recommendationId: string) => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
}) {
  const disabled = canDecide ? {} : { 'aria-disabled': true, 'aria-describedby': 'cannot-decide' };
  if (target.state !== 'pending')
    return <Outcome target={target} details={details} onShow={onShow} />;
  return (
    <>
      <div className="grid grid-cols-3 gap-2 max-lg:gap-1.5 max-lg:*:h-11 max-lg:*:px-1">
        <Button
          variant="primary"
          keyHint={hasSelection ? undefined : 'a'}
          onClick={accept}
          {...disabled}
        >
          Accept
        </Button>
        <Button keyHint="o" onClick={override} {...disabled}>
          Override
        </Button>
        <Button
          variant="danger"
          keyHint={hasSelection ? undefined : 'r'}
          onClick={reject}
          {...disabled}
        >
          Reject
        </Button>
      </div>
      {!canDecide && (
        <p id="cannot-decide" className="mt-2 text-xs text-ink-muted">
          You are a viewer. Only managers can decide.
        </p>
      )}
    </>
  );
}

/** Who decided what, or what superseded the recommendation. */
function Outcome({
  target: { state, recommendedCsm },
  details,
  onShow,
}: {
  readonly target: DecisionTarget;
  readonly details: RecommendationDetailsJson | undefined;
  readonly onShow: (recommendationId: string) => void;
}) {
  const decision = details?.recommendation.decision;
  return (
    <p className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <RecommendationStateBadge state={state} />
      {decision && (
        <>
          <span>
            {'by '}
            <bdi>{decision.byName}</bdi>
          </span>
          {decision.csm && decision.csm !== recommendedCsm && (
            <span>
              {'→ '}
              <bdi>{decision.csm}</bdi>
            </span>
          )}
          <Time at={decision.at} className="text-ink-muted" />
        </>
      )}
      {!decision && details && (
        <span className="text-ink-muted">
          {state === 'superseded' ? (
            <SupersededBy details={details} onShow={onShow} />
          ) : (
            'Decided outside the app.'
          )}
        </span>
      )}
    </p>
  );
}

/** The newer recommendation of the account, or else its new CSM. */
function SupersededBy({
  details: { recommendation, supersededBy },
  onShow,
}: {
  readonly details: RecommendationDetailsJson;
  readonly onShow: (recommendationId: string) => void;
}) {
  const { currentCsm } = recommendation;
  if (supersededBy) {
    return (
      <OtherRecommendation
        label="Replaced by a recommendation of"
        other={supersededBy}
        onShow={onShow}
      />
    );
  }
  return (
    <>
      {'The account has since been assigned'}
      {currentCsm && (
        <>
          {' to '}
          <bdi>{currentCsm}</bdi>
        </>
      )}
      .
    </>
  );
}
