'use client';

import type { DecisionTarget, Flag } from '@/app/(app)/queue/queue-row';
import { toneSoftClass } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { flagLabels } from '@/lib/decisions/labels';

/** What speaks against a decision: each rule by name, in a sentence, and until when. */
export function FlagList({
  flags,
  coolingUntil,
  awayUntil,
}: {
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
}) {
  const until: Partial<Record<Flag, Date | string | null>> = {
    cooling: coolingUntil,
    away: awayUntil,
  };
  return (
    <ul className="flex flex-col gap-1.5">
      {flags.map((flag) => {
        const time = until[flag];
        return (
          <li key={flag}>
            <span className="font-semibold">
              {flagLabels[flag].name}
              {time && (
                <>
                  {' until '}
                  <Time at={time} show="clock" />
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

/** What speaks against the recommendation now. */
export function FlagBanner({ target }: { readonly target: DecisionTarget }) {
  if (target.flags.length === 0) return null;
  return (
    <section
      aria-label="What speaks against it"
      className={`border-b border-line px-4 py-3 text-sm ${toneSoftClass.warn}`}
    >
      <FlagList {...target} />
    </section>
  );
}
