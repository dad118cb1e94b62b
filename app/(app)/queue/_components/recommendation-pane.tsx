'use client';

import Link from 'next/link';
import { accountHref } from '@/app/(app)/_shared/links';
import {
  accountLabel,
  type DecisionTarget,
  type RecommendationDetailsJson,
} from '@/app/(app)/queue/queue-row';
import { Alert } from '@/components/ui/alert';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatNumber } from '@/components/ui/format';
import { ChevronLeftIcon } from '@/components/ui/icons';
import { EmptyState } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { ReviewSection } from './claude-review';
import { FlagBanner } from './flag-list';
import { paneStyle } from './queue-layout';
import { DetailsSkeleton } from './queue-skeleton';
import { DetailsContent } from './recommendation-details';
import { detailsHeadingId } from './use-selection';

/** The record in focus: beside the table, or over it where there is no room. */
export function RecommendationPane({
  target,
  id,
  record,
  error,
  mayDecide,
  open,
  onBack,
  onRetry,
  accept,
  override,
  reject,
  follow,
}: {
  readonly target: DecisionTarget | null;
  readonly id: string | null;
  readonly record: RecommendationDetailsJson | undefined;
  readonly error: Error | null;
  readonly mayDecide: boolean;
  readonly open: boolean;
  readonly onBack: () => void;
  readonly onRetry: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  /** Overrides to the CSM that Claude suggests. */
  readonly follow: () => void;
}) {
  return (
    <section
      data-record
      data-print="flow"
      aria-label="Record"
      className={classNames(
        paneStyle,
        'flex flex-col max-lg:absolute max-lg:inset-0 max-lg:z-10',
        !open && 'max-lg:hidden',
      )}
    >
      <div className="px-4 pt-2 lg:hidden">
        <Button size="sm" variant="ghost" keyHint="Esc" onClick={onBack}>
          <ChevronLeftIcon />
          Back to the table
        </Button>
      </div>
      {target && (
        <header className="border-b border-line bg-surface px-4 pt-3 pb-3">
          <h2
            id={detailsHeadingId}
            tabIndex={-1}
            className="line-clamp-2 text-lg leading-snug font-semibold"
          >
            <Link
              href={accountHref(target.accountId)}
              prefetch={false}
              className="underline-offset-4 hover:underline"
            >
              {accountLabel(target)}
            </Link>
          </h2>
          <p className="truncate text-xs text-ink-muted">
            {[
              target.accountId,
              record?.recommendation.segment,
              record?.recommendation.level,
              record?.recommendation.industry,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <DecisionBar
            target={target}
            decision={record?.recommendation.decision ?? null}
            currentCsm={record?.recommendation.currentCsm ?? null}
            mayDecide={mayDecide}
            {...{ accept, override, reject }}
          />
        </header>
      )}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label="Reasons and history"
        aria-busy={!record && !error}
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        {target && target.state === 'pending' && <FlagBanner target={target} />}
        {target && <ReviewSection target={target} mayDecide={mayDecide} follow={follow} />}
        {error && (
          <Alert
            tone="danger"
            title={record ? 'This record could not be read anew' : 'This record could not be read'}
            className="m-4"
            actions={
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            }
          >
            {error.message}
          </Alert>
        )}
        {record && <DetailsContent record={record} />}
        {!record && !error && id && <DetailsSkeleton head={!target} />}
        {!id && (
          <EmptyState title="No record">
            Choose a row to see why its CSM was recommended.
          </EmptyState>
        )}
      </section>
    </section>
  );
}

const stateLabels: Readonly<
  Record<DecisionTarget['state'], { readonly name: string; readonly tone: Tone }>
> = {
  pending: { name: 'Waiting', tone: 'neutral' },
  accepted: { name: 'Accepted', tone: 'ok' },
  overridden: { name: 'Overridden', tone: 'info' },
  rejected: { name: 'Rejected', tone: 'danger' },
  superseded: { name: 'Overtaken', tone: 'neutral' },
};

/** Who is recommended, and the three things that can be done; or what was done, and by whom. */
function DecisionBar({
  target,
  decision,
  currentCsm,
  mayDecide,
  accept,
  override,
  reject,
}: {
  readonly target: DecisionTarget;
  readonly decision: RecommendationDetailsJson['recommendation']['decision'];
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
          <Badge tone={stateLabels[target.state].tone}>{stateLabels[target.state].name}</Badge>
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
