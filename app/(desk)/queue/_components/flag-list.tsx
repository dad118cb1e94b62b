'use client';

import { Time } from '@/components/ui/time';
import { flagWords } from '@/lib/decisions/flag-words';
import type { Flag } from '../queue-row';

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
              {flagWords[flag].name}
              {time && (
                <>
                  {' until '}
                  <Time at={time} show="clock" />
                </>
              )}
              {'. '}
            </span>
            {flagWords[flag].rule}
          </li>
        );
      })}
    </ul>
  );
}
