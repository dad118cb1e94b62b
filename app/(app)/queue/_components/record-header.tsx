'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import { Score } from '@/app/(app)/_shared/score';
import { Health } from '@/app/(app)/_shared/status-marks';
import { accountLabel, type DecisionTarget } from '@/app/(app)/queue/queue-row';
import { useFormat } from '@/components/ui/format-provider';
import { Time } from '@/components/ui/time';
import { AlsoOpen } from './also-open';
import { detailsHeadingId } from './use-selection';

/** The account's facts and the recommendation. */
export function RecordHeader({
  target,
  scoreExplanation: explanation,
}: {
  readonly target: DecisionTarget;
  /** What the score means, if not the usual. */
  readonly scoreExplanation: string | undefined;
}) {
  const { accountId, segment, level, industry, recommendedCsm, score } = target;
  const subtitle = [accountId, segment, level, industry].filter(Boolean).join(' · ');
  return (
    <>
      <h2
        id={detailsHeadingId}
        tabIndex={-1}
        className="line-clamp-2 text-lg leading-snug font-semibold wrap-anywhere"
      >
        <Link
          href={accountHref(accountId)}
          prefetch={false}
          className="underline-offset-4 hover:underline"
        >
          <bdi>{accountLabel(target)}</bdi>
        </Link>
      </h2>
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 truncate text-xs text-ink-muted" title={subtitle}>
          {subtitle}
        </p>
        <AlsoOpen recommendationId={target.id} className="max-w-3/5" />
      </div>
      <AccountFacts target={target} />
      <p className="mt-2.5 mb-2 flex items-baseline justify-between gap-x-3">
        <span className="min-w-0 truncate" title={recommendedCsm}>
          <span className="text-sm text-ink-muted">Recommended: </span>
          <Link
            href={csmHref(recommendedCsm)}
            prefetch={false}
            className="font-semibold underline-offset-4 hover:underline"
          >
            <bdi>{recommendedCsm}</bdi>
          </Link>
        </span>
        <span className="shrink-0">
          <span className="text-sm text-ink-muted">Score </span>
          {score === null ? (
            'unknown'
          ) : (
            <Score value={score} focusable {...(explanation && { explanation })} />
          )}
        </span>
      </p>
    </>
  );
}

function AccountFacts({ target }: { readonly target: DecisionTarget }) {
  const { neediness, health, color, revenue, waitingSince, currentCsm } = target;
  const format = useFormat();
  const unknown = <span className="font-normal text-ink-muted">unknown</span>;
  return (
    <dl className="mt-2 grid grid-cols-[repeat(4,auto)] justify-between gap-x-3 gap-y-1">
      <Fact name="Neediness">{neediness === null ? unknown : format.fixed(neediness, 1)}</Fact>
      <Fact name="Health">
        {health === null && color === null ? (
          unknown
        ) : (
          <Health health={health} color={color} withWord />
        )}
      </Fact>
      <Fact name="Revenue">{revenue === null ? unknown : format.compactMoney(revenue)}</Fact>
      <Fact name="Waiting since">
        {waitingSince === null ? unknown : <Time at={waitingSince} />}
      </Fact>
      <div className="col-span-4 flex gap-1.5 text-sm">
        <dt className="shrink-0 text-ink-muted">Current CSM:</dt>
        <dd className="min-w-0 truncate" title={currentCsm ?? undefined}>
          {currentCsm === null ? 'none' : <bdi>{currentCsm}</bdi>}
        </dd>
      </div>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs whitespace-nowrap text-ink-muted">{name}</dt>
      <dd className="font-medium whitespace-nowrap">{children}</dd>
    </div>
  );
}
