import { screenOf } from '@/lib/routing/eligibility';
import { hour } from '@/lib/routing/hours';
import type { Csm, ExclusionReason, RoutingPolicy } from '@/lib/routing/types';
import { accountOfClass } from './account-of-class';

/** A class of accounts that wait, and how many do. */
export interface WaitingClass {
  readonly segment: string | null;
  readonly level: string | null;
  readonly accounts: number;
}

/** How the accounts that wait and the CSMs who may receive them stand at a moment. */
export interface CoolingOutlook {
  /** Accounts that a run may place. */
  readonly waiting: number;
  /** Of these, how many there is no eligible CSM for. */
  readonly stuck: number;
  readonly active: number;
  /** CSMs who may receive one of the accounts that wait, or one of their own class where none does. */
  readonly eligible: number;
  /** Who comes free first of those that only cooling or a reservation keeps, and when. */
  readonly next: { readonly csms: readonly string[]; readonly at: Date } | null;
  /** What else keeps a CSM who is not among the next, by name. */
  readonly keptBy: ReadonlyMap<string, ExclusionReason>;
}

/**
 * Tells by the engine's own rules how many CSMs may receive an account at `now`, and who may next.
 * Rejections are left out, since they are of single accounts.
 */
export function coolingOutlook(
  csms: readonly Csm[],
  classes: readonly WaitingClass[],
  policy: RoutingPolicy,
  now: number,
): CoolingOutlook {
  const free: { csm: string; at: number }[] = [];
  const keptBy = new Map<string, ExclusionReason>();
  const servable = new Set<WaitingClass>();
  for (const csm of csms) {
    const screen = screenOf(csm, policy, now);
    const own = { segment: csm.segment, level: csm.level, accounts: 0 };
    let at = Number.POSITIVE_INFINITY;
    for (const waiting of classes.length > 0 ? classes : [own]) {
      const [binding] = screen(accountOfClass(waiting));
      if (!binding) servable.add(waiting);
      if (!binding) at = now;
      else if (binding.reason === 'cooling') at = Math.min(at, binding.until ?? at);
      else keptBy.set(csm.name, binding.reason);
    }
    if (Number.isFinite(at)) keptBy.delete(csm.name);
    free.push({ csm: csm.name, at });
  }
  const later = free.filter(({ at }) => at > now && Number.isFinite(at));
  const first = Math.min(...later.map(({ at }) => at));
  const sum = (some: readonly WaitingClass[]) =>
    some.reduce((total, { accounts }) => total + accounts, 0);
  return {
    waiting: sum(classes),
    stuck: sum(classes.filter((waiting) => !servable.has(waiting))),
    active: csms.filter(({ active }) => active).length,
    eligible: free.filter(({ at }) => at === now).length,
    next:
      later.length > 0
        ? {
            csms: later.flatMap(({ csm, at }) => (at === first ? [csm] : [])).sort(),
            at: new Date(first),
          }
        : null,
    keptBy,
  };
}

/** When who received or was reserved at a moment comes free. */
export function freeAt(since: Date, { coolingHours }: Pick<RoutingPolicy, 'coolingHours'>): Date {
  return new Date(since.getTime() + coolingHours * hour);
}
