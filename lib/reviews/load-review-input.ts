import 'server-only';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { coolingEnd, createExclusionCheck } from '@/lib/engine/eligibility';
import { committedBook, reservationsOf } from '@/lib/engine/load';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Candidate, Csm, Explanation, RoutableAccount } from '@/lib/engine/types';
import { policyOfVersion } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { currentCsms, policyForDecision, rejectionsOf } from '@/lib/read-model/csms';
import { explanationSchema } from '@/lib/read-model/explanation-schema';
import { runResultSchema } from '@/lib/read-model/run-schemas';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import {
  type ReviewInputRow,
  similarDecisions,
  unreviewedRecommendations,
} from '@/lib/warehouse/sql/review-inputs';
import { runById } from '@/lib/warehouse/sql/runs';
import type { StatementOptions } from '@/lib/warehouse/types';
import type { BetterCsm, ReviewCsm, ReviewInput, ReviewItem, SimilarDecision } from './types';

const MAX_ALTERNATIVES = 5;
const MAX_BETTER = 2;

/** Loads the input of a review: the run's pending recommendations that have no review. */
export async function loadReviewInput(
  { warehouse, readModel, now: clock }: Pick<Context, 'warehouse' | 'readModel' | 'now'>,
  runId: string,
  policy: Policy,
  options?: StatementOptions,
): Promise<ReviewInput> {
  const now = clock();
  const { names } = await readModel.facts(policy, now);
  const [[run], rows, facts, decisions] = await Promise.all([
    warehouse.read(runById(runId), options),
    warehouse.read(unreviewedRecommendations(runId, 'pending'), options),
    readModel.facts(policy, now),
    warehouse.read(similarDecisions(runId, now, names.spellings), options),
  ]);
  if (!run?.result) throw new AppError('not_found', 'This run does not exist.');
  const { fairness } = runResultSchema.parse(JSON.parse(run.result));
  const earlierOf = (id: string): SimilarDecision[] =>
    decisions
      .filter(({ recommendationId }) => recommendationId === id)
      .map(({ verb, csm, to, reason, note, at, sameAccount }) => ({
        verb,
        csm,
        sameAccount,
        to: verb === 'override' ? to : null,
        reason: [reason && decisionReasonLabel(reason), note].filter(Boolean).join(': '),
        daysAgo: (now.getTime() - at.getTime()) / DAY_MS,
      }));
  const policyThen = await policyOfVersion(warehouse, run.policyVersion, options);
  const csms = currentCsms(facts, now, new Set(rows.map((row) => row.recommendationId)));
  return {
    // The scores keep the meaning of the run's policy; everything else is judged by the current one.
    policy: { ...policy, scoreWithinHours: policyThen?.scoreWithinHours ?? null },
    fairness,
    csms: [...csms.values()].map((csm) => toReviewCsm(csm, policy, now)),
    recommendations: rows.map((row) =>
      withCurrentRules(toReviewItem(row, now, earlierOf(row.recommendationId)), {
        csms,
        policy,
        now,
        rejected: rejectionsOf(facts, row.accountId, policy),
      }),
    ),
  };
}

/** Converts a row to an item of the review, as of its run. */
export function toReviewItem(
  row: ReviewInputRow,
  now: Date,
  earlier: readonly SimilarDecision[] = [],
): ReviewItem {
  const explanation = explanationSchema.parse(JSON.parse(row.explanation));
  const { recommendationId, accountId: id, accountName: name, needsCsmSince } = row;
  const { neediness, health, revenue, segment, level, industry } = row;
  return {
    recommendationId,
    account: {
      id,
      name,
      neediness,
      health,
      revenue,
      segment,
      level,
      industry,
      color: explanation.assumed.health === undefined ? explanation.color : null,
      waitedDays: needsCsmSince && Math.max(0, now.getTime() - needsCsmSince.getTime()) / DAY_MS,
    },
    recommended: toReviewCandidate(explanation.chosen),
    blocked: [],
    alternatives: explanation.alternatives.slice(0, MAX_ALTERNATIVES).map(toReviewCandidate),
    better: betterCsms(explanation, now),
    earlier,
  };
}

/** What the rules depend on, now. */
interface Situation {
  /** By name, without the reservations of the recommendations to review. */
  readonly csms: ReadonlyMap<string, Csm>;
  readonly rejected: RoutableAccount['rejected'];
  readonly policy: RoutingPolicy;
  readonly now: Date;
}

/**
 * Adds what changed since the run: the rules that the recommended CSM would break now. Alternatives
 * who would break one are left out, so that Claude cannot suggest them.
 */
export function withCurrentRules(
  item: ReviewItem,
  { csms, rejected, policy, now }: Situation,
): ReviewItem {
  const { segment, level, neediness } = item.account;
  const account = { segment, level, neediness, rejected };
  const rules = policyForDecision(policy);
  const exclusions = (name: string) => {
    const csm = csms.get(name);
    if (csm === undefined) return [{ reason: 'not_active', until: null } as const];
    return createExclusionCheck(csm, rules, now.getTime())(account);
  };
  return {
    ...item,
    blocked: exclusions(item.recommended.csm).map(({ reason, until }) => ({
      reason,
      hours: hoursUntil(until, now),
    })),
    alternatives: item.alternatives.filter(({ csm }) => exclusions(csm).length === 0),
  };
}

function toReviewCandidate({ csm, score, bookAfter, capacity }: Candidate) {
  return { csm, score, bookAfter, capacity };
}

function betterCsms({ better }: Explanation, now: Date): BetterCsm[] {
  return better.slice(0, MAX_BETTER).map(({ csm, reason, until, score }) => ({
    csm,
    score,
    reason,
    hours: hoursUntil(until, now),
  }));
}

function hoursUntil(until: number | null, now: Date): number | null {
  return until === null ? null : Math.max(0, until - now.getTime()) / HOUR_MS;
}

/** Describes a CSM as of now. */
export function toReviewCsm(csm: Csm, policy: RoutingPolicy, now: Date): ReviewCsm {
  const { name, tenureMonths, capacity, received, receivedNeedy } = csm;
  const reservations = reservationsOf(csm, policy);
  const coolingUntil = coolingEnd(csm, policyForDecision(policy), now.getTime());
  return {
    name,
    tenureMonths,
    capacity,
    book: committedBook(csm, policy),
    reserved: reservations.length,
    coolingUntil: coolingUntil === null ? null : new Date(coolingUntil).toISOString(),
    receivedDay: received.filter((at) => at > now.getTime() - DAY_MS).length,
    receivedWeek: received.length,
    needyWeek: receivedNeedy.length + reservations.filter(({ needy }) => needy).length,
  };
}
