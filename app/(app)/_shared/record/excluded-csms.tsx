'use client';

import { Score } from '@/app/(app)/_shared/score';
import { useFormat } from '@/components/ui/format-provider';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Time } from '@/components/ui/time';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import {
  type BetterCsm,
  type Exclusion,
  type Explanation,
  exclusionReasons,
} from '@/lib/engine/types';
import { compareNames } from '@/lib/names';
import { DetailsSection } from './details-section';
import { WhyNotButton } from './why-not-button';

/** CSMs within reach who would have been a better fit, and when they are free. */
export function OutOfReachSection({
  explanation,
  onWhyNot,
}: {
  readonly explanation: Explanation;
  /** Asks what would change if this CSM received the account. */
  readonly onWhyNot: ((csm: string) => void) | undefined;
}) {
  const [first, second, third, ...others] = explanation.better;
  if (!first) return null;
  const shown = [first, second, third].filter((better) => better !== undefined);
  return (
    <DetailsSection title="Better CSMs out of reach">
      <ul className="flex flex-col gap-1 text-sm">
        {shown.map((better) => (
          <BetterCsmRow key={better.csm} better={better} onWhyNot={onWhyNot} />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="group mt-1">
          <summary className="flex min-h-6 items-center gap-1.5 text-sm text-ink-muted">
            <ChevronRightIcon className="group-open:rotate-90" />
            {`${others.length} more`}
          </summary>
          <ul className="mt-1 flex flex-col gap-1 text-sm">
            {others.map((better) => (
              <BetterCsmRow key={better.csm} better={better} onWhyNot={onWhyNot} />
            ))}
          </ul>
        </details>
      )}
    </DetailsSection>
  );
}

function BetterCsmRow({
  better: { csm, score, reason, until },
  onWhyNot,
}: {
  readonly better: BetterCsm;
  readonly onWhyNot: ((csm: string) => void) | undefined;
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <bdi className="min-w-0 wrap-anywhere">{csm}</bdi>
      <Score value={score} className="text-xs" />
      {onWhyNot && <WhyNotButton csm={csm} onWhyNot={onWhyNot} />}
      <span className="ml-auto text-xs text-ink-muted">
        {exclusionLabels[reason]}
        {until !== null && (
          <>
            {' until '}
            <Time at={until} show="clock" />
          </>
        )}
      </span>
    </li>
  );
}

/** The other CSMs who were not eligible, by reason, and when that changes. */
export function ExcludedSection({ explanation }: { readonly explanation: Explanation }) {
  const format = useFormat();
  const excluded = explanation.excluded.flatMap(({ csms, reason, until }) =>
    csms.map((csm): Exclusion => ({ csm, reason, until })),
  );
  const groups = exclusionReasons.flatMap((reason) => {
    const members = excluded.filter((exclusion) => exclusion.reason === reason).sort(byEndTime);
    return members.length > 0 ? [{ reason, members }] : [];
  });
  if (groups.length === 0) return null;
  const areAll = explanation.better.length === 0;
  return (
    <DetailsSection
      title={areAll ? 'Excluded CSMs' : 'Other excluded CSMs'}
      note={format.count(excluded.length, 'CSM')}
    >
      {groups.map(({ reason, members }) => (
        <details key={reason} className="group border-t border-line first-of-type:border-t-0">
          <summary className="flex min-h-8 items-center gap-2 text-sm">
            <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
            <span className="min-w-0 flex-1">{exclusionLabels[reason]}</span>
            {members[0]?.until != null && (
              <span className="text-xs text-ink-muted">
                {'until '}
                <Time at={members[0].until} show="clock" />
                {members.length > 1 && ' and later'}
              </span>
            )}
            <span className="min-w-6 text-right font-medium">{members.length}</span>
          </summary>
          <ul className="pb-2 pl-6 text-sm text-ink-muted">
            {members.map(({ csm, until }) => (
              <li key={csm} className="flex justify-between gap-3">
                <bdi className="min-w-0 truncate">{csm}</bdi>
                {until !== null && <Time at={until} show="clock" />}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </DetailsSection>
  );
}

function byEndTime(a: Exclusion, b: Exclusion): number {
  const never = Number.POSITIVE_INFINITY;
  const [first, second] = [a.until ?? never, b.until ?? never];
  return first === second ? compareNames(a.csm, b.csm) : first - second;
}
