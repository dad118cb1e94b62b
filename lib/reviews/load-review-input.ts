import { DAY_MS, HOUR_MS } from '@/lib/time';
import 'server-only';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import type { Candidate } from '@/lib/engine/types';
import type { Policy } from '@/lib/policy/policy';
import { explanationSchema, runResultSchema } from '@/lib/read-model/run-schemas';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { type CsmRow, csmAvailability } from '@/lib/warehouse/sql/csms';
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
  { warehouse, now: clock }: Pick<Context, 'warehouse' | 'now'>,
  runId: string,
  policy: Policy,
  options?: StatementOptions,
): Promise<ReviewInput> {
  const now = clock();
  const [[run], rows, csms, decisions] = await Promise.all([
    warehouse.read(runById(runId), options),
    warehouse.read(unreviewedRecommendations(runId, 'pending'), options),
    warehouse.read(csmAvailability({ now, limits: policy }), options),
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
    csms: csms.map((csm) => toReviewCsm(csm, policy, now)),
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

function toReviewCsm(csm: CsmRow, { coolingHours }: Policy, now: Date): ReviewCsm {
  const { name, tenureMonths, capacity, book, receivedAges, lastReceivedAt } = csm;
  const coolingUntil = (lastReceivedAt?.getTime() ?? 0) + coolingHours * HOUR_MS;
  return {
    ...{ name, tenureMonths, capacity, book },
    coolingUntil: coolingUntil > now.getTime() ? new Date(coolingUntil).toISOString() : null,
    receivedDay: receivedAges.filter((age) => age < DAY_MS).length,
    receivedWeek: receivedAges.length,
  };
}
