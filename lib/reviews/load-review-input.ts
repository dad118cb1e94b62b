import 'server-only';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { coolingEnd } from '@/lib/engine/eligibility';
import type { Candidate, Csm } from '@/lib/engine/types';
import type { Policy } from '@/lib/policy/policy';
import { currentCsms, policyForDecision } from '@/lib/read-model/csms';
import { explanationSchema, runResultSchema } from '@/lib/read-model/run-schemas';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { DAY_MS } from '@/lib/time';
import {
  type ReviewInputRow,
  similarDecisions,
  unreviewedRecommendations,
} from '@/lib/warehouse/sql/review-inputs';
import { runById } from '@/lib/warehouse/sql/runs';
import type { StatementOptions } from '@/lib/warehouse/types';
import type { ReviewCsm, ReviewInput, ReviewItem, SimilarDecision } from './types';

const MAX_ALTERNATIVES = 5;

/** Loads the input of a review: the run's pending recommendations that have no review. */
export async function loadReviewInput(
  { warehouse, readModel, now: clock }: Pick<Context, 'warehouse' | 'readModel' | 'now'>,
  runId: string,
  policy: Policy,
  options?: StatementOptions,
): Promise<ReviewInput> {
  const now = clock();
  const [[run], rows, facts, decisions] = await Promise.all([
    warehouse.read(runById(runId), options),
    warehouse.read(unreviewedRecommendations(runId, 'pending'), options),
    readModel.facts(policy, now),
    warehouse.read(similarDecisions(runId, now), options),
  ]);
  if (!run?.result) throw new AppError('not_found', 'This run does not exist.');
  const { fairness } = runResultSchema.parse(JSON.parse(run.result));
  const earlierOf = (id: string): SimilarDecision[] =>
    decisions
      .filter(({ recommendationId }) => recommendationId === id)
      .map(({ verb, csm, to, reason, note, at, sameAccount }) => ({
        ...{ verb, csm, sameAccount, to: verb === 'override' ? to : null },
        reason: [reason && decisionReasonLabel(reason), note].filter(Boolean).join(': '),
        daysAgo: (now.getTime() - at.getTime()) / DAY_MS,
      }));
  return {
    policy,
    fairness,
    csms: [...currentCsms(facts, now).values()].map((csm) => toReviewCsm(csm, policy, now)),
    recommendations: rows.map((row) => toReviewItem(row, earlierOf(row.recommendationId))),
  };
}

/** Converts a row to an item of the review. */
export function toReviewItem(row: ReviewInputRow, earlier: readonly SimilarDecision[]): ReviewItem {
  const { chosen, alternatives, color } = explanationSchema.parse(JSON.parse(row.explanation));
  const { recommendationId, accountId: id, accountName: name } = row;
  const { neediness, health, revenue, segment, level, industry } = row;
  return {
    recommendationId,
    account: { id, name, neediness, health, color, revenue, segment, level, industry },
    recommended: toReviewCandidate(chosen),
    alternatives: alternatives.slice(0, MAX_ALTERNATIVES).map(toReviewCandidate),
    earlier,
  };
}

function toReviewCandidate({ csm, score, bookAfter }: Candidate) {
  return { csm, score, bookAfter };
}

function toReviewCsm(csm: Csm, policy: Policy, now: Date): ReviewCsm {
  const { name, tenureMonths, capacity, book, received } = csm;
  const coolingUntil = coolingEnd(csm, policyForDecision(policy), now.getTime());
  return {
    ...{ name, tenureMonths, capacity, book },
    coolingUntil: coolingUntil === null ? null : new Date(coolingUntil).toISOString(),
    receivedDay: received.filter((at) => at > now.getTime() - DAY_MS).length,
    receivedWeek: received.length,
  };
}
