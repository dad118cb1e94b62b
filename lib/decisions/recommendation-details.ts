import 'server-only';
import { z } from 'zod';
import { evaluateCandidates, explainPlacement } from '@/lib/engine/explain';
import type { Candidate, Explanation } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { routingContext } from '@/lib/read-model/csms';
import type { AccountFacts, Facts, RecommendationFacts } from '@/lib/read-model/facts';
import {
  describeRecommendation,
  type FlaggedRecommendation,
  toRoutable,
} from '@/lib/read-model/flagged-recommendation';
import { describePending, evaluatePending } from '@/lib/read-model/pending-work';
import { explanationSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import {
  accountById,
  type PastDecision,
  type PastNote,
  type PastRecommendation,
  recommendationById,
  recommendationRecord,
  toRecord,
} from '@/lib/warehouse/sql/recommendation-record';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { alreadyDecided, recommendationNotFound } from './decision-outcome';
import { recommendationId } from './input';

/** Everything a manager looks at before deciding. */
export interface RecommendationDetails {
  readonly recommendation: FlaggedRecommendation;
  /** Null if the recommended CSM is not in the warehouse. */
  readonly explanation: Explanation | null;
  /** `run`: as the run saw it. `now`: from another program, so explained with current data. */
  readonly explained: 'run' | 'now';
  readonly policyVersion: number;
  readonly history: {
    readonly recommendations: readonly PastRecommendation[];
    readonly decisions: readonly PastDecision[];
    readonly notes: readonly PastNote[];
  };
}

/**
 * Returns one recommendation in any state, with its explanation and history. Only a pending one has
 * flags.
 * @throws AppError `not_found`
 */
export async function getRecommendation(ctx: Context, id: string): Promise<RecommendationDetails> {
  requireRole(ctx.person, 'viewer');
  const { warehouse } = ctx;
  const parsed = parseInput(recommendationId, id);
  const { policy, version } = await currentPolicy(warehouse);
  const found = (await findPending(ctx, policy, parsed)) ?? (await readById(ctx, policy, parsed));
  const rows = await warehouse.read(recommendationRecord(parsed, found.recommendation.accountId));
  const { explanation: stored, ...history } = toRecord(rows);
  return {
    recommendation: found.described,
    explanation: stored
      ? explanationSchema.parse(JSON.parse(stored.explanation))
      : await explainNow(ctx, policy, found),
    explained: stored ? 'run' : 'now',
    policyVersion: stored?.policyVersion ?? version,
    history,
  };
}

export const listCandidatesInput = z.object({ recommendationId });

/**
 * Evaluates every active CSM for a pending recommendation's account as of now: eligible CSMs first,
 * best first, then the others with the reason that excludes them.
 * @throws AppError `not_found` or `already_decided`
 */
export async function listCandidates(
  ctx: Context,
  input: z.input<typeof listCandidatesInput>,
): Promise<readonly Candidate[]> {
  requireRole(ctx.person, 'viewer');
  const { recommendationId: id } = parseInput(listCandidatesInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const found = (await findPending(ctx, policy, id)) ?? (await readById(ctx, policy, id));
  if (found.described.state !== 'pending') throw alreadyDecided(found.described);
  const { facts, now } = await currentFacts(ctx, policy);
  return evaluateCandidates(
    routingContext(facts, policy, now),
    toRoutable(facts, found.recommendation, found.account, policy),
  );
}

/** A recommendation as facts, and as a manager may see it. */
interface Found {
  readonly recommendation: RecommendationFacts;
  readonly account: AccountFacts | null;
  readonly described: FlaggedRecommendation;
}

async function currentFacts(ctx: Context, policy: Policy): Promise<{ facts: Facts; now: Date }> {
  const now = ctx.now();
  return { facts: await ctx.readModel.facts(policy, now), now };
}

/** A pending recommendation from the read model. */
async function findPending(ctx: Context, policy: Policy, id: string): Promise<Found | null> {
  const { facts, work } = await ctx.readModel.pending(policy, ctx.now());
  const row = work.byId.get(id);
  return row ? { ...row, described: describePending(facts, work, row, policy) } : null;
}

/**
 * A recommendation in any state from the warehouse.
 * @throws AppError `not_found`
 */
async function readById(ctx: Context, policy: Policy, id: string): Promise<Found> {
  const rows = await ctx.warehouse.read(recommendationById(id));
  const [recommendation] = rowsFor(rows, 'recommendation');
  if (!recommendation) throw recommendationNotFound();
  const accounts = await ctx.warehouse.read(accountById(recommendation.accountId));
  const [account = null] = rowsFor(accounts, 'account');
  if (recommendation.state === 'pending') {
    // Another program added it after the read model was loaded.
    const { facts, now } = await currentFacts(ctx, policy);
    const newer = {
      ...facts,
      recommendations: new Map(facts.recommendations).set(recommendation.id, recommendation),
      accounts: account ? new Map(facts.accounts).set(account.id, account) : facts.accounts,
    };
    const work = evaluatePending(newer, policy, now);
    const row = work.byId.get(recommendation.id);
    if (row) return { ...row, described: describePending(newer, work, row, policy) };
  }
  const { decisionId, decidedVerb, decidedCsm, decidedByName, decidedAt } = recommendation;
  const described = describeRecommendation(recommendation, account, policy, {
    state: recommendation.state,
    ...{ readiness: null, overdue: false, snoozed: null },
    waitingSince: account?.needsCsm ? account.needsCsmSince : null,
    coolingUntil: null,
    awayUntil: null,
    decision:
      decisionId !== null && decidedVerb !== null && decidedAt !== null
        ? {
            id: decisionId,
            verb: decidedVerb,
            csm: decidedCsm,
            byName: decidedByName ?? 'someone',
            at: decidedAt,
          }
        : null,
    flags: [],
  });
  return { recommendation, account, described };
}

async function explainNow(
  ctx: Context,
  policy: Policy,
  { recommendation, account }: Found,
): Promise<Explanation | null> {
  const { facts, now } = await currentFacts(ctx, policy);
  return explainPlacement(
    routingContext(facts, policy, now),
    toRoutable(facts, recommendation, account, policy),
    recommendation.recommendedCsm,
  );
}
