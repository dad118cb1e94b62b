import { accountFlags, STALE_AFTER_MS } from '@/lib/engine/flags';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { HOUR_MS } from '@/lib/time';
import { csmSchedules } from './csm-schedule';
import type { Facts, RecommendationFacts } from './facts';
import { colorOf, createFlagCheck, type PendingRow, toRoutable } from './flagged-recommendation';

/** Whether a pending recommendation can be decided. Times are epoch milliseconds. */
export type Readiness =
  /** It breaks no rule, also if every ready one above it is accepted. */
  | { readonly kind: 'ready' }
  /** It becomes ready by itself, after the recommendation `after` (an id) of the same CSM, if any. */
  | { readonly kind: 'later'; readonly at: number; readonly after: string | null }
  /** It needs another CSM or a new recommendation. */
  | { readonly kind: 'blocked' };

/** A pending recommendation as the queue has it now. */
export interface QueuedRow extends PendingRow {
  readonly readiness: Readiness;
  /** Whether it has been pending longer than the policy allows. */
  readonly overdue: boolean;
  /** Whether it is out of the queue for now. */
  readonly snoozed: boolean;
  /**
   * Rows of the same readiness are in this order: red and high-need accounts first, then those that have
   * waited longest; those snoozed until a set time last.
   */
  readonly place: number;
}

/** The pending recommendations of one CSM at one time. */
export interface CsmWork {
  /** What they were evaluated from, to compare by identity: facts are replaced, never changed. */
  readonly inputs: readonly unknown[];
  readonly rows: readonly QueuedRow[];
  /** When the passing of time alone next changes a row, in epoch milliseconds; infinite if never. */
  readonly changesAt: number;
}

/**
 * Creates a function that evaluates the pending recommendations of one CSM. The most urgent is ready, and
 * the others follow when the rules allow the CSM another account. They depend on no other CSM.
 */
export function createCsmEvaluation(facts: Facts, policy: RoutingPolicy, now: Date) {
  const time = now.getTime();
  const check = createFlagCheck(facts, policy, now);
  const scheduleOf = csmSchedules(facts, policy, now);
  const readinessOf = (row: PendingRow): Readiness => {
    const { recommendation, account, flags } = row;
    if (flags.some((flag) => accountFlags.includes(flag))) return BLOCKED;
    const slot = scheduleOf(recommendation.recommendedCsm)?.take(
      recommendation.id,
      toRoutable(facts, recommendation, account, policy),
      staleAt(row),
    );
    if (!slot) return BLOCKED;
    return slot.at <= time ? { kind: 'ready' } : { kind: 'later', ...slot };
  };
  return (recommendations: readonly RecommendationFacts[], inputs: readonly unknown[]): CsmWork => {
    const rows = recommendations
      .map((recommendation) => {
        const row = check(recommendation);
        return { ...row, place: placeOf(row, policy, time) };
      })
      .sort(byPlace);
    return {
      inputs,
      rows: rows.map((row) => {
        const readiness = readinessOf(row);
        const overdue = overdueAt(row, policy) < time;
        return { ...row, readiness, overdue, snoozed: isSnoozed(row, readiness, time) };
      }),
      changesAt: nextChange(facts, rows, policy, time),
    };
  };
}

const BLOCKED: Readiness = { kind: 'blocked' };

/** Everything in the facts on which the work of one CSM depends. */
export function inputsOf(
  facts: Facts,
  csm: string,
  recommendations: readonly RecommendationFacts[],
): readonly unknown[] {
  const inputs: unknown[] = [
    facts.csms.get(csm),
    facts.books.get(csm),
    facts.receipts.timesOf(csm),
  ];
  for (const recommendation of recommendations) {
    const { accountId } = recommendation;
    inputs.push(recommendation, facts.accounts.get(accountId), facts.rejections.get(accountId));
  }
  return inputs;
}

/** The last moment at which the recommendation is not stale, in epoch milliseconds. */
function staleAt({ recommendation }: PendingRow): number {
  return recommendation.recommendedAt.getTime() + STALE_AFTER_MS;
}

/** The last moment at which the recommendation is not overdue, in epoch milliseconds. */
function overdueAt({ recommendation }: PendingRow, policy: RoutingPolicy): number {
  return recommendation.recommendedAt.getTime() + policy.overdueAfterHours * HOUR_MS;
}

/** Until when the row is snoozed; null if it is not, or until it is ready. */
function snoozedUntil({ recommendation }: PendingRow): number | null {
  return recommendation.snoozedUntil?.getTime() ?? null;
}

function isSnoozed(row: PendingRow, readiness: Readiness, now: number): boolean {
  if (row.recommendation.snoozedAt === null) return false;
  const until = snoozedUntil(row);
  return until === null ? readiness.kind === 'later' : until > now;
}

/** Larger than any time. The sums are exact, because they are below 2^53. */
const RANK_MS = 1e15;

function placeOf(row: PendingRow, policy: RoutingPolicy, now: number): number {
  const since = (row.waitingSince ?? row.recommendation.recommendedAt).getTime();
  // A row that is snoozed until a set time does not keep its CSM from the others.
  const isAway = (snoozedUntil(row) ?? 0) > now;
  return since - (isUrgent(row, policy) ? RANK_MS : 0) + (isAway ? 2 * RANK_MS : 0);
}

function isUrgent(row: PendingRow, policy: RoutingPolicy): boolean {
  const neediness = row.recommendation.neediness ?? row.account?.neediness ?? 0;
  return neediness >= policy.neediness.needyFrom || colorOf(row, policy) === 'red';
}

/** Orders rows by place, then by their numeric ids, which may be beyond 2^53. */
export function byPlace(a: PlacedRow, b: PlacedRow): number {
  if (a.place !== b.place) return a.place - b.place;
  const [first, second] = [a.recommendation.id, b.recommendation.id];
  return first.length - second.length || (first < second ? -1 : Number(first > second));
}

type PlacedRow = Pick<QueuedRow, 'recommendation' | 'place'>;

/** The next time at which a flag, a snooze, or an age changes without anyone doing anything. */
function nextChange(
  { csms }: Pick<Facts, 'csms'>,
  rows: readonly PendingRow[],
  policy: RoutingPolicy,
  now: number,
): number {
  let next = Number.POSITIVE_INFINITY;
  const consider = (at: number | null) => {
    if (at !== null && at > now && at < next) next = at;
  };
  for (const row of rows) {
    for (const { until } of row.exclusions ?? []) consider(until);
    consider(csms.get(row.recommendation.recommendedCsm)?.awayFrom?.getTime() ?? null);
    consider(staleAt(row) + 1);
    consider(overdueAt(row, policy) + 1);
    consider(snoozedUntil(row));
  }
  return next;
}
