import 'server-only';
import { z } from 'zod';
import { createExplainer, evaluateCandidates } from '@/lib/engine/explain';
import type { Candidate, Explanation } from '@/lib/engine/types';
import { currentPolicy, policyOfVersion } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { routingContext } from '@/lib/read-model/csms';
import { explanationSchema } from '@/lib/read-model/explanation-schema';
import type { AccountFacts, Facts, RecommendationFacts } from '@/lib/read-model/facts';
import {
  describeRecommendation,
  type FlaggedRecommendation,
  toRoutable,
} from '@/lib/read-model/flagged-recommendation';
import {
  namedAccount,
  namedExplanation,
  namedRecommendation,
} from '@/lib/read-model/name-directory';
import { describePending, evaluatePending, findRow } from '@/lib/read-model/pending-work';
import { recordVersion } from '@/lib/read-model/record-version';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import {
  accountById,
  type PastDecision,
  type PastNote,
  type PastRecommendation,
  recommendationById,
  recommendationRecords,
  toRecord,
} from '@/lib/warehouse/sql/recommendation-record';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { alreadyDecided, recommendationNotFound } from './decision-outcome';
import { recommendationId } from './input';
import { findReplacements, type Replacements } from './replacements';

/** Everything a manager looks at before deciding. */
export interface RecommendationDetails extends Replacements {
  readonly recommendation: FlaggedRecommendation;
  /** Null if the recommended CSM is not in the warehouse. */
  readonly explanation: Explanation | null;
  /** `run`: as the run saw it. `now`: from another program, so explained with current data. */
  readonly explained: 'run' | 'now';
  readonly policyVersion: number;
  /** Who owned the account when a run made the recommendation; null if unknown or no one. */
  readonly ownerThen: string | null;
  /**
   * What the score compares with, by this policy version: the CSMs who were free or known to be free
   * within these hours; null: every active CSM of the class.
   */
  readonly scoreWithinHours: number | null;
  /** Differs if a row of the queue is newer than this record; null unless pending. */
  readonly version: string | null;
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
  const [details] = await getRecommendations(ctx, { ids: [id] });
  if (!details) throw recommendationNotFound();
  return details;
}

export const getRecommendationsInput = z.object({
  ids: z.array(recommendationId).min(1, 'is empty').max(50, 'has too many recommendations'),
});

/** Like `getRecommendation`, in the order of the ids. Those that don't exist are left out. */
export async function getRecommendations(
  ctx: Context,
  input: z.input<typeof getRecommendationsInput>,
): Promise<readonly RecommendationDetails[]> {
  requireRole(ctx.person, 'viewer');
  const { ids } = parseInput(getRecommendationsInput, input);
  const { policy, version } = await currentPolicy(ctx.warehouse);
  const found = (await Promise.all(ids.map((id) => find(ctx, policy, id)))).filter(
    (one) => one !== null,
  );
  if (found.length === 0) return [];
  const keyOf = ({ recommendation: { id, accountId } }: Found) => ({
    recommendationId: id,
    accountId,
  });
  const rows = await ctx.warehouse.read(recommendationRecords(found.map(keyOf)));
  const { facts, now } = await currentFacts(ctx, policy);
  // Once for all of them, because it takes longer than an explanation.
  let explain: ReturnType<typeof createExplainer> | undefined;
  const explainNow = ({ recommendation, account }: Found) => {
    explain ??= createExplainer(routingContext(facts, policy, now));
    const routable = toRoutable(facts, recommendation, account, policy);
    return explain(routable, recommendation.recommendedCsm);
  };
  return Promise.all(
    found.map(async (one): Promise<RecommendationDetails> => {
      const { explanation: stored, ...history } = toRecord(rows, keyOf(one));
      const { described } = one;
      const policyVersion = stored?.policyVersion ?? version;
      return {
        recommendation: described,
        explanation: stored
          ? namedExplanation(explanationSchema.parse(JSON.parse(stored.explanation)), facts.names)
          : explainNow(one),
        explained: stored ? 'run' : 'now',
        policyVersion,
        ownerThen: one.recommendation.ownerThen,
        scoreWithinHours:
          policyVersion === version
            ? policy.scoreWithinHours
            : ((await policyOfVersion(ctx.warehouse, policyVersion))?.scoreWithinHours ?? null),
        ...findReplacements(described.id, history),
        version: described.state === 'pending' ? recordVersion(facts, described, version) : null,
        history,
      };
    }),
  );
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
  const found = await find(ctx, policy, id);
  if (!found) throw recommendationNotFound();
  if (found.described.state !== 'pending') throw alreadyDecided({ ...found.described, ...found });
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
  /** The newer recommendation of the account that superseded this one, if one did. */
  readonly replacedBy?: { readonly id: string; readonly csm: string } | null;
}

async function currentFacts(ctx: Context, policy: Policy): Promise<{ facts: Facts; now: Date }> {
  const now = ctx.now();
  return { facts: await ctx.readModel.facts(policy, now), now };
}

/** A recommendation in any state; null if it does not exist. */
async function find(ctx: Context, policy: Policy, id: string): Promise<Found | null> {
  return (await findPending(ctx, policy, id)) ?? readById(ctx, policy, id);
}

/** A pending recommendation from the read model. */
async function findPending(ctx: Context, policy: Policy, id: string): Promise<Found | null> {
  const { facts, work } = await ctx.readModel.pending(policy, ctx.now());
  const row = findRow({ facts, work }, id);
  return row ? { ...row, described: describePending(facts, work, row, policy) } : null;
}

/** A recommendation in any state from the warehouse; null if it does not exist. */
async function readById(ctx: Context, policy: Policy, id: string): Promise<Found | null> {
  const rows = await ctx.warehouse.read(recommendationById(id));
  const [found] = rowsFor(rows, 'recommendation');
  if (!found) return null;
  const accounts = await ctx.warehouse.read(accountById(found.accountId, policy));
  const [foundAccount] = rowsFor(accounts, 'account');
  const { facts, now } = await currentFacts(ctx, policy);
  const recommendation = { ...found, ...namedRecommendation(found, facts.names) };
  const account = foundAccount ? namedAccount(foundAccount, facts.names) : null;
  if (recommendation.state === 'pending') {
    // Another program added it after the read model was loaded.
    const newer = {
      ...facts,
      recommendations: new Map(facts.recommendations).set(recommendation.id, recommendation),
      accounts: account ? new Map(facts.accounts).set(account.id, account) : facts.accounts,
    };
    const work = evaluatePending(newer, policy, now);
    const row = findRow({ facts: newer, work }, recommendation.id);
    if (row) return { ...row, described: describePending(newer, work, row, policy) };
  }
  const { decisionId, decidedVerb, decidedCsm, decidedByName, decidedAt } = recommendation;
  const described = describeRecommendation(recommendation, account, policy, {
    state: recommendation.state,
    readiness: null,
    overdue: false,
    snoozed: null,
    waitingSince: account?.needsCsm ? account.needsCsmSince : null,
    coolingUntil: null,
    awayUntil: null,
    decision:
      decisionId !== null && decidedVerb !== null && decidedAt !== null
        ? {
            id: decisionId,
            verb: decidedVerb,
            csm: facts.names.nameOf(decidedCsm),
            byName: decidedByName ?? 'someone',
            at: decidedAt,
          }
        : null,
    flags: [],
  });
  const { newerId, newerCsm } = recommendation;
  const replacedBy = newerId !== null && newerCsm !== null ? { id: newerId, csm: newerCsm } : null;
  return { recommendation, account, described, replacedBy };
}
