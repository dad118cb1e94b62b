import { accountFlags, STALE_AFTER_MS } from '@/lib/engine/flags';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { type Clock, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { csmSchedules } from './csm-schedule';
import type { Facts } from './facts';
import {
  colorOf,
  coolingUntil,
  describeRecommendation,
  type FlaggedRecommendation,
  flagPending,
  type PendingRow,
  type ShownReadiness,
  type ShownSnooze,
  toRoutable,
} from './flagged-recommendation';

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
}

/** All pending recommendations at one time. */
export interface PendingWork {
  /** In the default order: ready, ready later, and blocked; each with the most urgent first. */
  readonly rows: readonly QueuedRow[];
  readonly byId: ReadonlyMap<string, QueuedRow>;
  /** When the passing of time alone next changes a row, in epoch milliseconds; null if never. */
  readonly changesAt: number | null;
}

/**
 * Evaluates all pending recommendations. Of several with the same CSM, the most urgent is ready, and
 * the others follow when the rules allow the CSM another account.
 */
export function evaluatePending(facts: Facts, policy: RoutingPolicy, now: Date): PendingWork {
  const time = now.getTime();
  const readinessOf = createReadinessCheck(facts, policy, now);
  const ready: QueuedRow[] = [];
  const later: QueuedRow[] = [];
  const blocked: QueuedRow[] = [];
  const byKind = { ready, later, blocked };
  const add = (row: PendingRow) => {
    const readiness = readinessOf(row);
    byKind[readiness.kind].push({
      // Listed, because a spread of ten thousand rows takes several times as long.
      recommendation: row.recommendation,
      account: row.account,
      waitingSince: row.waitingSince,
      exclusions: row.exclusions,
      flags: row.flags,
      readiness,
      overdue: overdueAt(row, policy) < time,
      snoozed: isSnoozed(row, readiness, time),
    });
  };
  const byUrgency = sortByUrgency(flagPending(facts, policy, now), policy);
  const isAway = (row: PendingRow) => (snoozedUntil(row) ?? 0) > time;
  // A row that is snoozed until a set time does not keep its CSM from the others.
  for (const row of byUrgency) if (!isAway(row)) add(row);
  for (const row of byUrgency) if (isAway(row)) add(row);
  const rows = [...ready, ...later.sort(byReadyTime), ...blocked];
  return {
    rows,
    byId: new Map(rows.map((row) => [row.recommendation.id, row])),
    changesAt: nextChange(facts, byUrgency, policy, time),
  };
}

const MAX_AGE_MS = MINUTE_MS;

/** The share of the time that evaluations may take, which leaves the rest to decisions. */
const MAX_DUTY_CYCLE = 0.25;
/** Not worth waiting for. */
const MIN_WAIT_MS = 5;
const MAX_WAIT_MS = 250;

/** Keeps an evaluation for as long as it is right. */
export class PendingWorkCache {
  /** When the next evaluation may begin, by the clock. */
  #dueAt = Number.NEGATIVE_INFINITY;
  #waiting: Promise<void> | null = null;
  #kept: {
    readonly facts: Facts;
    readonly policy: string;
    readonly at: number;
    readonly work: PendingWork;
  } | null = null;

  constructor(private readonly clock: Clock) {}

  /**
   * Waits if the facts have changed soon after an evaluation that took long. With many pending
   * recommendations, everyone who reads them between two evaluations shares the next one.
   */
  async whenDue(): Promise<void> {
    const waitMs = this.#dueAt - this.clock.now();
    if (this.#kept || waitMs < MIN_WAIT_MS) return;
    this.#waiting ??= new Promise((resolve) => {
      this.clock.schedule(() => {
        this.#waiting = null;
        resolve();
      }, waitMs);
    });
    await this.#waiting;
  }

  get(facts: Facts, policy: RoutingPolicy, now: Date): PendingWork {
    const at = now.getTime();
    const key = JSON.stringify(policy);
    const kept = this.#kept;
    if (kept && kept.facts === facts && kept.policy === key && at >= kept.at) {
      if (at < Math.min(kept.work.changesAt ?? Number.POSITIVE_INFINITY, kept.at + MAX_AGE_MS)) {
        return kept.work;
      }
    }
    const startedAt = this.clock.now();
    const work = evaluatePending(facts, policy, now);
    const endedAt = this.clock.now();
    const restMs = (endedAt - startedAt) * (1 / MAX_DUTY_CYCLE - 1);
    this.#dueAt = endedAt + Math.min(restMs, MAX_WAIT_MS);
    this.#kept = { facts, policy: key, at, work };
    return work;
  }

  /** Forgets the evaluation, because its facts have changed. */
  clear(): void {
    this.#kept = null;
  }
}

const BLOCKED: Readiness = { kind: 'blocked' };

function createReadinessCheck(facts: Facts, policy: RoutingPolicy, now: Date) {
  const scheduleOf = csmSchedules(facts, policy, now);
  return (row: PendingRow): Readiness => {
    const { recommendation, account, flags } = row;
    if (flags.some((flag) => accountFlags.includes(flag))) return BLOCKED;
    const slot = scheduleOf(recommendation.recommendedCsm)?.take(
      recommendation.id,
      toRoutable(facts, recommendation, account, policy),
      staleAt(row),
    );
    if (!slot) return BLOCKED;
    return slot.at <= now.getTime() ? { kind: 'ready' } : { kind: 'later', ...slot };
  };
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

function byReadyTime({ readiness: a }: QueuedRow, { readiness: b }: QueuedRow): number {
  return a.kind === 'later' && b.kind === 'later' ? a.at - b.at : 0;
}

const URGENT_LEAD_MS = 1e15;

/** Red and high-need accounts first, then those that have waited longest; ties by id. */
function sortByUrgency(rows: readonly PendingRow[], policy: RoutingPolicy): PendingRow[] {
  // One number per row, because comparing numbers is much faster than comparing rows.
  const keys = Float64Array.from(rows, (row) => {
    const since = (row.waitingSince ?? row.recommendation.recommendedAt).getTime();
    return isUrgent(row, policy) ? since - URGENT_LEAD_MS : since;
  });
  const rowAt = (index: number) => rows[index] as PendingRow;
  return Array.from(rows, (_, index) => index)
    .sort(
      (a, b) =>
        (keys[a] as number) - (keys[b] as number) ||
        compareIds(rowAt(a).recommendation.id, rowAt(b).recommendation.id),
    )
    .map(rowAt);
}

function isUrgent(row: PendingRow, policy: RoutingPolicy): boolean {
  const neediness = row.recommendation.neediness ?? row.account?.neediness ?? 0;
  return neediness >= policy.neediness.needyFrom || colorOf(row, policy) === 'red';
}

/** Orders numeric ids, which may be beyond 2^53. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** The next time at which a flag, a snooze, or an age changes without anyone doing anything. */
function nextChange(
  facts: Pick<Facts, 'csms'>,
  rows: readonly PendingRow[],
  policy: RoutingPolicy,
  now: number,
): number | null {
  let next = Number.POSITIVE_INFINITY;
  const consider = (at: number | null) => {
    if (at !== null && at > now && at < next) next = at;
  };
  for (const row of rows) {
    for (const { until } of row.exclusions ?? []) consider(until);
    consider(facts.csms.get(row.recommendation.recommendedCsm)?.awayFrom?.getTime() ?? null);
    consider(staleAt(row) + 1);
    consider(overdueAt(row, policy) + 1);
    consider(snoozedUntil(row));
  }
  return next === Number.POSITIVE_INFINITY ? null : next;
}

/** A pending recommendation with its flags, as a manager may see it. */
export function describePending(
  facts: Pick<Facts, 'csms'>,
  work: Pick<PendingWork, 'byId'>,
  row: QueuedRow,
  policy: Pick<RoutingPolicy, 'health'>,
): FlaggedRecommendation {
  const { recommendation, account, waitingSince, overdue, exclusions, flags } = row;
  return describeRecommendation(recommendation, account, policy, {
    state: 'pending',
    waitingSince,
    overdue,
    flags,
    decision: null,
    readiness: describeReadiness(row, work),
    snoozed: describeSnooze(row),
    coolingUntil: coolingUntil(exclusions),
    awayUntil: facts.csms.get(recommendation.recommendedCsm)?.awayUntil ?? null,
  });
}

function describeReadiness(
  { readiness }: QueuedRow,
  { byId }: Pick<PendingWork, 'byId'>,
): ShownReadiness {
  if (readiness.kind !== 'later') return readiness;
  const first = readiness.after === null ? undefined : byId.get(readiness.after);
  return {
    kind: 'later',
    at: new Date(readiness.at),
    after: first
      ? {
          id: first.recommendation.id,
          accountId: first.recommendation.accountId,
          accountName: first.account?.name ?? null,
        }
      : null,
  };
}

function describeSnooze({ recommendation, snoozed }: QueuedRow): ShownSnooze | null {
  const { snoozedAt, snoozedUntil, snoozedByName } = recommendation;
  if (!snoozed || snoozedAt === null) return null;
  return { until: snoozedUntil, byName: snoozedByName ?? '', at: snoozedAt };
}
