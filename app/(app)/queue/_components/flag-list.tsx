'use client';

import type { DecisionTarget, Flag } from '@/app/(app)/queue/queue-row';
import { toneSoftClass } from '@/components/ui/badge';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Time } from '@/components/ui/time';
import { flagLabels } from '@/lib/decisions/labels';

interface Flags {
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
}

/** The rules that a decision breaks, each with an explanation and its end time, if any. */
export function FlagList(props: Flags) {
  return (
    <ul className="flex flex-col gap-1.5">
      {props.flags.map((flag) => (
        <li key={flag}>
          <span className="font-semibold">
            <FlagName flag={flag} {...props} />
            {'. '}
          </span>
          {flagLabels[flag].rule}
        </li>
      ))}
    </ul>
  );
}

/** The rule's name, and until when it is broken. */
function FlagName({ flag, coolingUntil, awayUntil }: Flags & { readonly flag: Flag }) {
  const until = { cooling: coolingUntil, away: awayUntil }[flag as string];
  return (
    <>
      {flagLabels[flag].name}
      {until && (
        <>
          {' until '}
          <Time at={until} show="clock" />
        </>
      )}
    </>
  );
}

/** The rules that the recommendation breaks now, by name. They open to say what each means. */
export function FlagBanner({ target }: { readonly target: DecisionTarget }) {
  if (target.flags.length === 0) return null;
  return (
    <section
      aria-label="Routing rules"
      className={`border-b border-line px-4 py-2 text-sm ${toneSoftClass.warn}`}
    >
      <details className="group">
        <summary className="flex gap-1.5">
          <ChevronRightIcon className="mt-1 shrink-0 group-open:rotate-90" />
          <span className="min-w-0">
            {target.flags.map((flag, index) => (
              <span key={flag}>
                {index > 0 && ' · '}
                <span className="font-semibold">
                  <FlagName flag={flag} {...target} />
                </span>
              </span>
            ))}
          </span>
        </summary>
        <ul className="mt-1 ml-5.5 flex list-disc flex-col gap-1 pl-4">
          {target.flags.map((flag) => (
            <li key={flag}>{flagLabels[flag].rule}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
