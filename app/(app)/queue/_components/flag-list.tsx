'use client';

import type { DecisionTarget, Flag } from '@/app/(app)/queue/queue-row';
import { toneSoftClass } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { flagLabels } from '@/lib/decisions/labels';

/** The rules that a decision breaks, each with an explanation and its end time, if any. */
export function FlagList({
  flags,
  coolingUntil,
  awayUntil,
}: {
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
}) {
  const untilByFlag: Partial<Record<Flag, Date | string | null>> = {
    cooling: coolingUntil,
    away: awayUntil,
  };
  return (
    <ul className="flex flex-col gap-1.5">
      {flags.map((flag) => {
        const until = untilByFlag[flag];
        return (
          <li key={flag}>
            <span className="font-semibold">
              {flagLabels[flag].name}
              {until && (
                <>
                  {' until '}
                  <Time at={until} show="clock" />
                </>
              )}
              {'. '}
            </span>
            {flagLabels[flag].rule}
          </li>
        );
      })}
    </ul>
  );
}

/** The rules that the recommendation breaks now. */
export function FlagBanner({ target }: { readonly target: DecisionTarget }) {
  if (target.flags.length === 0) return null;
  return (
    <section
      aria-label="Routing rules"
      className={`border-b border-line px-4 py-3 text-sm ${toneSoftClass.warn}`}
    >
      <FlagList {...target} />
    </section>
  );
}
