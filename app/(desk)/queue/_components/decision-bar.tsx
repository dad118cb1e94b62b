'use client';

import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import type { Tone } from '@/components/ui/tone';
import type { RecordJson, Target } from '../queue-row';

const stateWords: Readonly<
  Record<Target['state'], { readonly name: string; readonly tone: Tone }>
> = {
  pending: { name: 'Waiting', tone: 'neutral' },
  accepted: { name: 'Accepted', tone: 'ok' },
  overridden: { name: 'Overridden', tone: 'info' },
  rejected: { name: 'Rejected', tone: 'danger' },
  superseded: { name: 'Overtaken', tone: 'neutral' },
};

/** Who is recommended, and the three things that can be done; or what was done, and by whom. */
export function DecisionBar({
  target,
  decision,
  currentCsm,
  mayDecide,
  accept,
  override,
  reject,
}: {
  readonly target: Target;
  readonly decision: RecordJson['recommendation']['decision'];
  readonly currentCsm: string | null;
  readonly mayDecide: boolean;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
}) {
  const refused = mayDecide ? {} : { 'aria-disabled': true, 'aria-describedby': 'may-not-decide' };
  return (
    <>
      <p className="mt-2 flex items-baseline gap-2">
        <span className="min-w-0 truncate font-medium" title={target.recommendedCsm}>
          <span className="font-normal text-ink-muted">Recommended: </span>
          {target.recommendedCsm}
        </span>
        <span className="ml-auto shrink-0 text-sm text-ink-muted">
          {'Score '}
          <span className="font-semibold text-ink">{formatNumber(target.score, 0)}</span>
        </span>
      </p>
      {target.state === 'pending' ? (
        <>
          <div className="mt-2.5 grid grid-cols-3 gap-2">
            <Button variant="primary" keyHint="a" onClick={accept} {...refused}>
              Accept
            </Button>
            <Button keyHint="o" onClick={override} {...refused}>
              Override
            </Button>
            <Button variant="danger" keyHint="r" onClick={reject} {...refused}>
              Reject
            </Button>
          </div>
          {!mayDecide && (
            <p id="may-not-decide" className="mt-2 text-xs text-ink-muted">
              Your role is viewer: you can read everything; decisions are for managers.
            </p>
          )}
        </>
      ) : (
        <p className="mt-2.5 flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <Badge tone={stateWords[target.state].tone}>{stateWords[target.state].name}</Badge>
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
                ? `The account was assigned${currentCsm ? ` to ${currentCsm}` : ''} in the meantime.`
                : 'Decided outside this program.'}
            </span>
          )}
        </p>
      )}
    </>
  );
}
