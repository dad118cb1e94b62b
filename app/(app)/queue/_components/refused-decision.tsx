'use client';

import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { failureLabels, needsConfirmation } from '@/app/(app)/queue/decision';
import { Badge } from '@/components/ui/badge';

/** The newest refused entry of each recommendation. */
export function refusedEntries(entries: readonly OutboxEntry[]): ReadonlyMap<string, OutboxEntry> {
  return new Map(
    entries
      .filter(({ state }) => state === 'refused')
      .map((entry) => [entry.recommendationId, entry]),
  );
}

export const toneOf = (entry: OutboxEntry) => (needsConfirmation(entry) ? 'warn' : 'danger');

export function statusLabel(entry: OutboxEntry): string {
  return needsConfirmation(entry) ? 'Needs confirmation' : failureLabels[entry.verb];
}

/** Marks the row of a decision that the server refused. */
export function RefusedMark({ recommendationId }: { readonly recommendationId: string }) {
  const entry = refusedEntries(useOutbox().entries).get(recommendationId);
  if (!entry) return null;
  const label = statusLabel(entry);
  return (
    <Badge tone={toneOf(entry)} title={label} className="shrink-0">
      <span className="sr-only">{label}</span>
      <span aria-hidden="true" className="@max-[640px]:hidden">
        {needsConfirmation(entry) ? 'To confirm' : 'Refused'}
      </span>
      <span aria-hidden="true" className="@min-[640px]:hidden">
        !
      </span>
    </Badge>
  );
}
