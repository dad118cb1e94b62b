import type { DecidedVerb } from '@/lib/reviews/calibration';
import type { Verdict } from '@/lib/reviews/types';
import { MINUTE_MS } from '@/lib/time';
import { insertDecisions, type NewDecision } from '@/lib/warehouse/sql/decisions';
import { insertReviews, type NewReview } from '@/lib/warehouse/sql/reviews';
import type { Warehouse } from '@/lib/warehouse/types';

/** A recommendation that was reviewed and decided; what matters to a test is said. */
export interface ReviewedDecision {
  readonly verb: DecidedVerb;
  /** None where it was never reviewed. */
  readonly verdict?: Verdict;
  readonly at: Date;
  /** Minutes from the review to the decision; negative where it came too late. */
  readonly reviewedBefore?: number;
  readonly hidden?: boolean;
  readonly suggested?: string | null;
  /** Who received it by an override. */
  readonly to?: string;
  readonly setAside?: readonly string[];
  readonly dwellMs?: number | null;
  readonly model?: string;
  readonly promptVersion?: number;
  /** Decided and undone so many minutes before it was decided for good. */
  readonly undoneBefore?: number;
}

/** Writes reviews and decisions beside each other, a recommendation each. */
export async function seedReviewedDecisions(
  warehouse: Warehouse,
  cases: readonly ReviewedDecision[],
  from = 1,
): Promise<void> {
  await warehouse.transaction('test.decided', async (session) => {
    for (const [n, each] of cases.entries()) {
      const id = String(from + n);
      if (each.verdict) await session.write(insertReviewFor(id, each, each.verdict));
      await session.write(insertDecisions(decisionsOn(id, each)));
    }
  });
}

function insertReviewFor(id: string, each: ReviewedDecision, verdict: Verdict) {
  const review: NewReview = {
    ...{ id: `w-${id}`, recommendationId: id, accountId: `A${id}`, verdict, confidence: 80 },
    ...{ feedback: 'Said by Claude.', issues: [], suggestedCsm: each.suggested ?? null },
    ...{ droppedSuggestion: null, hidden: each.hidden ?? false },
  };
  return insertReviews(
    {
      ...{ callId: 'c', runId: 'r', model: each.model ?? 'claude-sonnet-5-5' },
      promptVersion: each.promptVersion ?? 1,
      at: new Date(each.at.getTime() - (each.reviewedBefore ?? 30) * MINUTE_MS),
    },
    [review],
  );
}

function decisionsOn(id: string, each: ReviewedDecision): NewDecision[] {
  const { verb, at, undoneBefore } = each;
  const decision: NewDecision = {
    ...{ id: `d-${id}`, requestId: `q-${id}`, recommendationId: id, accountId: `A${id}` },
    ...{
      verb,
      recommendedCsm: 'Ana',
      reason: null,
      note: null,
      undoes: null,
      assignmentBefore: null,
      at,
    },
    csm: verb === 'accept' ? 'Ana' : verb === 'override' ? (each.to ?? 'Bo') : null,
    acknowledgedRules: each.setAside ?? [],
    dwellMs: each.dwellMs ?? null,
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
