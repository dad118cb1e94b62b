'use client';

import { RecommendationStateBadge } from '@/app/(app)/_shared/status-marks';
import type { DecisionTarget, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';

/** The buttons that decide a pending recommendation, or the decision that was made. */
export function DecisionBar({
  target,
  decision,
  currentCsm,
  canDecide,
  hasSelection,
  accept,
  override,
  reject,
}: {
  readonly target: DecisionTarget;
  readonly decision: RecommendationDetailsJson['recommendation']['decision'];
  readonly currentCsm: string | null;
  readonly canDecide: boolean;
  /** Whether rows are selected for a bulk decision, which takes the keys `a` and `r`. */
  readonly hasSelection: boolean;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
}) {
  const disabled = canDecide ? {} : { 'aria-disabled': true, 'aria-describedby': 'cannot-decide' };
  if (target.state !== 'pending') {
    return (
      <p className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <RecommendationStateBadge state={target.state} />
        {decision ? (
          <>
            <span>{`by ${decision.byName}`}</span>
            {decision.csm && decision.csm !== target.recommendedCsm && (
              <span>{`→ ${decision.csm}`}</span>
            )}
            <Time at={decision.at} className="text-ink-muted" />
          </>
        ) : (
          <span className="text-ink-muted">
            {target.state === 'superseded'
              ? `The account has since been assigned${currentCsm ? ` to ${currentCsm}` : ''}.`
              : 'Decided outside the app.'}
          </span>
        )}
      </p>
    );
  }
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
