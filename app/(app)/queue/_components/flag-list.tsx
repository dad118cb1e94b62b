'use client';

import Link from 'next/link';
import { queueRowHref } from '@/app/(app)/_shared/links';
import type { DecisionTarget, Flag } from '@/app/(app)/queue/queue-row';
import { toneSoftClass } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
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

/**
 * When a pending recommendation can be decided, and the rules that it breaks now, by name. They open
 * to say what each means.
 */
export function FlagBanner({ target }: { readonly target: DecisionTarget }) {
  const { flags, readiness, overdue, snoozed } = target;
  if (flags.length === 0 && readiness?.kind !== 'later' && !overdue && !snoozed) return null;
  return (
    <section
      aria-label="Routing rules"
      className={classNames(
        'border-b border-line px-4 py-2 text-sm',
        toneSoftClass[flags.length > 0 || overdue ? 'warn' : 'info'],
      )}
    >
      {snoozed && (
        <p>
          <span className="font-semibold">
            {'Snoozed until '}
            {snoozed.until ? <Time at={snoozed.until} show="clock" /> : 'it is ready'}
          </span>
          {' by '}
          <bdi>{snoozed.byName}</bdi>
        </p>
      )}
      {overdue && <p className="font-semibold">Overdue: pending longer than the policy allows</p>}
      {readiness?.kind === 'later' && <ReadyLater readiness={readiness} />}
      {flags.length > 0 && (
        <details className="group">
          <summary className="flex gap-1.5">
            <ChevronRightIcon className="mt-1 shrink-0 group-open:rotate-90" />
            <span className="min-w-0">
              {flags.map((flag, index) => (
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
            {flags.map((flag) => (
              <li key={flag}>{flagLabels[flag].rule}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

type Later = Extract<NonNullable<DecisionTarget['readiness']>, { kind: 'later' }>;

/** When it becomes ready on its own, and after which recommendation of the same CSM. */
function ReadyLater({ readiness: { at, after } }: { readonly readiness: Later }) {
  return (
    <p>
      <span className="font-semibold">
        {'Ready at '}
        <Time at={at} show="clock" />
      </span>
      {after && (
        <>
          {', after '}
          <Link
            href={queueRowHref(after.id)}
            prefetch={false}
            className="underline underline-offset-2"
          >
            <bdi>{after.accountName ?? after.accountId}</bdi>
          </Link>
          {' (same CSM)'}
        </>
      )}
    </p>
  );
}
