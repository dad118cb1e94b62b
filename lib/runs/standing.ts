import { z } from 'zod';
import { standingExclusionsOf } from '@/lib/routing/eligibility';
import type { RunStanding } from '@/lib/warehouse/sql/runs';
import type { Proposal } from './propose';
import type { Reading } from './situation';

/** Why a CSM could receive no account at all, whatever its class. */
export const unavailableReasons = ['away', 'cooling', 'velocity'] as const;

// Said at once of the whole list: a ledger reads thousands of them, and zod looks at each name.
const csms = z.custom<readonly string[]>(
  (names) => Array.isArray(names) && names.every((name) => typeof name === 'string'),
  'must be a list of names',
);

/** Who could receive nothing when a run began, by reason, names in the order of their characters. */
export const unavailableSchema = z.object({
  away: csms,
  cooling: csms,
  velocity: csms,
}) satisfies z.ZodType<Record<(typeof unavailableReasons)[number], readonly string[]>>;
export type Unavailable = z.infer<typeof unavailableSchema>;

/**
 * How things stood for a run: its fairness, the active CSMs who could receive nothing, and the
 * accounts it deferred. Equal standings are equal text. A CSM is named under each reason that held.
 */
export function standingOf({ situation }: Reading, { fairness, deferrals }: Proposal): RunStanding {
  const { csms: all, policy, now } = situation.routing;
  const kept = all
    .filter(({ active }) => active)
    .map((csm) => ({
      name: csm.name,
      reasons: standingExclusionsOf(csm, policy, now).map(({ reason }) => reason),
    }));
  const because = (wanted: (typeof unavailableReasons)[number]) =>
    kept.flatMap(({ name, reasons }) => (reasons.includes(wanted) ? [name] : [])).sort();
  const unavailable: Unavailable = {
    away: because('away'),
    cooling: because('cooling'),
    velocity: because('velocity'),
  };
  return {
    fairness: JSON.stringify(fairness),
    unavailable: JSON.stringify(unavailable),
    deferredAccounts: JSON.stringify(deferrals.map(({ accountId }) => accountId)),
  };
}
