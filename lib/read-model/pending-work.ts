import type { RoutingPolicy } from '@/lib/engine/policy';
import { byPlace, type CsmWork, createCsmEvaluation, inputsOf, type QueuedRow } from './csm-work';
import type { Facts, RecommendationFacts } from './facts';
import {
  coolingUntil,
  describeRecommendation,
  type FlaggedRecommendation,
  type ShownReadiness,
  type ShownSnooze,
} from './flagged-recommendation';

/** All pending recommendations at one time. */
export interface PendingWork {
  /** In the default order: ready, ready later, and blocked; each with the most urgent first. */
  readonly rows: readonly QueuedRow[];
  readonly byCsm: ReadonlyMap<string, CsmWork>;
  /** When the passing of time alone next changes a row, in epoch milliseconds; null if never. */
  readonly changesAt: number | null;
}

/**
 * Evaluates all pending recommendations.
 * @param earlier the work at the same time and under the same policy, before some facts changed. CSMs on
 * which no change has an effect keep theirs: with many recommendations, this takes a fraction of the time.
 */
export function evaluatePending(
  facts: Facts,
  policy: RoutingPolicy,
  now: Date,
  earlier?: Pick<PendingWork, 'byCsm' | 'rows'>,
): PendingWork {
  const evaluate = createCsmEvaluation(facts, policy, now);
  const byCsm = new Map<string, CsmWork>();
  const kept = new Set<string>();
  const evaluated: QueuedRow[] = [];
  let changesAt = Number.POSITIVE_INFINITY;
  for (const [csm, recommendations] of recommendationsByCsm(facts)) {
    const inputs = inputsOf(facts, csm, recommendations);
    const known = earlier?.byCsm.get(csm);
    const isKept = known !== undefined && areSame(known.inputs, inputs);
    const work = isKept ? known : evaluate(recommendations, inputs);
    if (isKept) kept.add(csm);
    else evaluated.push(...work.rows);
    byCsm.set(csm, work);
    changesAt = Math.min(changesAt, work.changesAt);
  }
  // These are in order already, which makes sorting fast.
  const keptRows = (earlier?.rows ?? []).filter(({ recommendation }) =>
    kept.has(recommendation.recommendedCsm),
  );
  return {
    rows: inDefaultOrder([...keptRows, ...evaluated]),
    byCsm,
    changesAt: changesAt === Number.POSITIVE_INFINITY ? null : changesAt,
  };
}

function recommendationsByCsm({ recommendations }: Pick<Facts, 'recommendations'>) {
  const byCsm = new Map<string, RecommendationFacts[]>();
  for (const recommendation of recommendations.values()) {
    const others = byCsm.get(recommendation.recommendedCsm);
    if (others) others.push(recommendation);
    else byCsm.set(recommendation.recommendedCsm, [recommendation]);
  }
  return byCsm;
}

function areSame(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((input, index) => input === after[index]);
}

/** Sorts rows as `PendingWork` has them. */
export function inDefaultOrder(rows: readonly QueuedRow[]): readonly QueuedRow[] {
  return [...rows].sort(byDefault);
}

const kindRank = { ready: 0, later: 1, blocked: 2 } as const;

function byDefault(a: QueuedRow, b: QueuedRow): number {
  const [first, second] = [a.readiness, b.readiness];
  if (first.kind !== second.kind) return kindRank[first.kind] - kindRank[second.kind];
  if (first.kind === 'later' && second.kind === 'later' && first.at !== second.at) {
    return first.at - second.at;
  }
  return byPlace(a, b);
}

/** The row of a pending recommendation. */
export function findRow(
  {
    facts,
    work,
  }: {
    readonly facts: Pick<Facts, 'recommendations'>;
    readonly work: Pick<PendingWork, 'byCsm'>;
  },
  recommendationId: string,
): QueuedRow | undefined {
  const csm = facts.recommendations.get(recommendationId)?.recommendedCsm;
  const rows = csm === undefined ? undefined : work.byCsm.get(csm)?.rows;
  return rows?.find(({ recommendation }) => recommendation.id === recommendationId);
}

/** A pending recommendation with its flags, as a manager may see it. */
export function describePending(
  facts: Pick<Facts, 'csms' | 'recommendations'>,
  work: Pick<PendingWork, 'byCsm'>,
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
    readiness: describeReadiness(row, { facts, work }),
    snoozed: describeSnooze(row),
    coolingUntil: coolingUntil(exclusions),
    awayUntil: facts.csms.get(recommendation.recommendedCsm)?.awayUntil ?? null,
  });
}

function describeReadiness(
  { readiness }: QueuedRow,
  pending: Parameters<typeof findRow>[0],
): ShownReadiness {
  if (readiness.kind !== 'later') return readiness;
  const first = readiness.after === null ? undefined : findRow(pending, readiness.after);
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
