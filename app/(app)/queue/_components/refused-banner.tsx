'use client';

import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import {
  brokenRulesOf,
  failureLabels,
  needsConfirmation,
  type UnconfirmedEntry,
} from '@/app/(app)/queue/decision';
import { toneSoftClass } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { FlagList } from './flag-list';
import { statusLabel, toneOf } from './refused-decision';

/** What happened to a refused decision, above the details of its recommendation. */
export function RefusedBanner({
  entry,
  onReview,
  onDismiss,
}: {
  readonly entry: OutboxEntry;
  /** Opens the confirmation that the server asks for. */
  readonly onReview: (entry: UnconfirmedEntry) => void;
  readonly onDismiss: (entry: OutboxEntry) => void;
}) {
  const unconfirmed = needsConfirmation(entry) ? entry : null;
  return (
    <section
      aria-label="Refused decision"
      className={classNames('border-b border-line px-4 py-3 text-sm', toneSoftClass[toneOf(entry)])}
    >
      <p className="font-semibold">{`${statusLabel(entry)}: ${entry.label}`}</p>
      {unconfirmed ? (
        <>
          <p className="mb-1.5">{`This changed while you were deciding. ${failureLabels[entry.verb]} yet.`}</p>
          <FlagList {...brokenRulesOf(entry)} />
        </>
      ) : (
        <p>{entry.error?.message}</p>
      )}
      <div className="mt-2.5 flex gap-2">
        {unconfirmed && (
          <Button size="sm" onClick={() => onReview(unconfirmed)}>
            Review and confirm
          </Button>
        )}
        <Button size="sm" onClick={() => onDismiss(entry)}>
          Dismiss
        </Button>
      </div>
    </section>
  );
}
