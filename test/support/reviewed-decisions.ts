import type { Verdict } from '@/lib/reviews/types';
import { MINUTE_MS } from '@/lib/time';
import type { DecidedVerb } from '@/lib/warehouse/sql/analytics/calibration';
import { insertDecisions, type NewDecision } from '@/lib/warehouse/sql/decisions';
import { insertReviews, type NewReview } from '@/lib/warehouse/sql/reviews';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Warehouse } from '@/lib/warehouse/types';

/** A reviewed and decided recommendation. */
export interface ReviewedDecision {
  readonly verb: DecidedVerb;
  /** Undefined if it was not reviewed. */
  readonly verdict?: Verdict;
  readonly at: Date;
  /** Minutes from the review to the decision; negative if the review came later. */
  readonly reviewedBefore?: number;
  readonly hidden?: boolean;
  readonly suggested?: string | null;
  /** The CSM of an override. */
  readonly to?: string;
  readonly acknowledged?: readonly string[];
  readonly dwellMs?: number | null;
  readonly model?: string;
  readonly promptVersion?: number;
  /** Minutes before the final decision at which an earlier one was undone. */
  readonly undoneBefore?: number;
}

/** Inserts a review and decisions for one recommendation per case. */
export async function seedReviewedDecisions(
  warehouse: Warehouse,
  cases: readonly ReviewedDecision[],
  from = 1,
): Promise<void> {
  await warehouse.transaction('test.decided', async (session) => {
    for (const [index, item] of cases.entries()) {
      const id = String(from + index);
      if (item.verdict) await writeAll(session, insertReviewFor(id, item, item.verdict));
      await writeAll(session, insertDecisions(decisionsOn(id, item)));
    }
  });
}

function insertReviewFor(id: string, item: ReviewedDecision, verdict: Verdict) {
  const review: NewReview = {
    id: `w-${id}`,
    recommendationId: id,
    accountId: `A${id}`,
    verdict,
    confidence: 80,
    feedback: 'Feedback from Claude.',
    issues: [],
    suggestedCsm: item.suggested ?? null,
    droppedSuggestion: null,
    hidden: item.hidden ?? false,
  };
  return insertReviews(
    {
      callId: 'c',
      runId: 'r',
      model: item.model ?? 'claude-sonnet-5-5',
      promptVersion: item.promptVersion ?? 1,
      at: new Date(item.at.getTime() - (item.reviewedBefore ?? 30) * MINUTE_MS),
    },
    [review],
  );
}

function decisionsOn(id: string, item: ReviewedDecision): NewDecision[] {
  const { verb, at, undoneBefore } = item;
  const decision: NewDecision = {
    id: `d-${id}`,
    requestId: `q-${id}`,
    recommendationId: id,
    accountId: `A${id}`,
    verb,
    recommendedCsm: 'Ana',
    reason: null,
    note: null,
    undoes: null,
    assignmentBefore: null,
    needsCsmSince: null,
    at,
    csm: verb === 'accept' ? 'Ana' : verb === 'override' ? (item.to ?? 'Bo') : null,
    acknowledgedRules: item.acknowledged ?? [],
    dwellMs: item.dwellMs ?? null,
    by: { email: 'mia@example.com', name: 'Mia' },
  };
  if (undoneBefore === undefined) return [decision];
  const before = (minutes: number) => new Date(at.getTime() - minutes * MINUTE_MS);
  const first = { id: `f-${id}`, requestId: `fq-${id}`, at: before(undoneBefore + 1) };
  const undo = { id: `u-${id}`, requestId: `uq-${id}`, at: before(undoneBefore) };
  return [
    { ...decision, ...first },
    { ...decision, ...undo, verb: 'undo', undoes: first.id },
    decision,
  ];
}
