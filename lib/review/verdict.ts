import { z } from 'zod';
import { fitFeedback } from './fit-feedback';
import { type Review, type ReviewItem, reviewIssues, verdicts } from './types';

/** The most that is kept of a suggestion that was dropped. */
const mostOfDropped = 100;

// What is found comes before what follows from it: the answer is written in this order.
const entrySchema = z.object({
  account_id: z.string(),
  issues: z.array(z.enum(reviewIssues)),
  verdict: z.enum(verdicts),
  suggested_csm: z.string().nullable(),
  confidence: z.int().min(0).max(100),
  feedback: z.string().trim().min(1),
});
type Entry = z.infer<typeof entrySchema>;

/** The form that Claude is asked to answer in. */
export const answerSchema = z.object({ reviews: z.array(entrySchema) });

// One entry that does not fit must not cost the others.
const outerSchema = z.object({ reviews: z.array(z.unknown()) });

/** What an answer said of the accounts asked about. */
export interface CheckedAnswer {
  readonly reviews: readonly Review[];
  /** Asked about, but not answered, not readable, or answered in two ways. */
  readonly missing: readonly ReviewItem[];
  /** Account ids that were answered without being asked about. */
  readonly extra: readonly string[];
  /** Account ids that were answered more than once: none of those answers counts. */
  readonly twice: readonly string[];
}

/** The reviews in an answer, unchecked; null where the text is no JSON or holds no list of them. */
export function readAnswer(text: string): readonly unknown[] | null {
  try {
    return outerSchema.safeParse(JSON.parse(text)).data?.reviews ?? null;
  } catch {
    return null;
  }
}

/** Compares an answer with what was asked: each recommendation is either reviewed or missing. */
export function checkAnswer(
  asked: readonly ReviewItem[],
  answer: readonly unknown[],
): CheckedAnswer {
  const entries = answer.flatMap((entry) => entrySchema.safeParse(entry).data ?? []);
  const byAccount = new Map<string, Entry[]>();
  for (const entry of entries) {
    byAccount.set(entry.account_id, [...(byAccount.get(entry.account_id) ?? []), entry]);
  }
  const askedIds = new Set(asked.map(({ account }) => account.id));
  const reviews: Review[] = [];
  const missing: ReviewItem[] = [];
  for (const item of asked) {
    const [entry, ...more] = byAccount.get(item.account.id) ?? [];
    if (entry === undefined || more.length > 0) missing.push(item);
    else reviews.push(reviewOf(item, entry));
  }
  const answered = [...byAccount].filter(([id]) => askedIds.has(id));
  return {
    reviews,
    missing,
    extra: [...byAccount.keys()].filter((id) => !askedIds.has(id)),
    twice: answered.filter(([, { length }]) => length > 1).map(([id]) => id),
  };
}

function reviewOf(item: ReviewItem, entry: Entry): Review {
  const { verdict, confidence, issues } = entry;
  const said = entry.suggested_csm?.trim() || null;
  const offered = item.alternatives.find(({ csm }) => csm.trim() === said)?.csm ?? null;
  const suggestedCsm = verdict === 'reassign' ? offered : null;
  return {
    recommendationId: item.recommendationId,
    verdict,
    confidence,
    feedback: fitFeedback(entry.feedback),
    issues: [...new Set(issues)],
    suggestedCsm,
    droppedSuggestion: suggestedCsm === null && said !== null ? shortened(said) : null,
  };
}

function shortened(suggestion: string): string {
  const line = suggestion.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  return Array.from(line).slice(0, mostOfDropped).join('');
}
