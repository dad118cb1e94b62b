import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { accountLabel, type QueueRow, type RecommendationDetailsJson } from './queue-row';

/**
 * Rows that left the queue between two reads of the same rows without a decision by this person.
 * @param own the person's decisions, by recommendation
 */
export function departedRows(
  before: readonly QueueRow[],
  after: readonly QueueRow[],
  own: { readonly entries: readonly OutboxEntry[]; readonly decidedIds: ReadonlySet<string> },
): readonly string[] {
  const kept = new Set([
    ...after.map(({ id }) => id),
    ...own.decidedIds,
    ...own.entries.map(({ recommendationId }) => recommendationId),
  ]);
  return before.map(({ id }) => id).filter((id) => !kept.has(id));
}

/** Who did what to a recommendation: "Ben Ito accepted Acme → Ana Diaz". Null if it is still in the queue. */
export function describeDeparture({
  recommendation,
}: Pick<RecommendationDetailsJson, 'recommendation'>): string | null {
  const { state, decision, snoozed, recommendedCsm } = recommendation;
  const account = accountLabel(recommendation);
  if (state === 'pending') return snoozed && `${snoozed.byName} snoozed ${account}`;
  if (!decision) {
    return state === 'superseded'
      ? `${account} was assigned or recommended again`
      : `${account} was decided outside the app`;
  }
  switch (decision.verb) {
    case 'accept':
      return `${decision.byName} accepted ${account} → ${recommendedCsm}`;
    case 'override':
      return `${decision.byName} overrode ${account} → ${decision.csm}`;
    default:
      return `${decision.byName} rejected ${account}`;
  }
}
