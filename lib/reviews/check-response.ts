import { z } from 'zod';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { type Review, type ReviewItem, reviewIssues } from './types';

/** Longer dropped suggestions are cut. */
const MAX_DROPPED_LENGTH = 100;

// Findings come before conclusions, because the model writes the fields in this order.
const entrySchema = z.object({
  account_id: z.string(),
  issues: z.array(z.enum(reviewIssues)),
  verdict: z.enum(verdicts),
  suggested_csm: z.string().nullable(),
  confidence: z.int().min(0).max(100),
  feedback: z.string().trim().min(1),
});
type ResponseEntry = z.infer<typeof entrySchema>;

/** The response format that Claude is asked for. */
export const responseSchema = z.object({ reviews: z.array(entrySchema) });

// Entries are validated one by one, so that an invalid entry does not discard the others.
const outerSchema = z.object({ reviews: z.array(z.unknown()) });

/** A response, compared with the request. */
export interface CheckedResponse {
  readonly reviews: readonly Review[];
  /** Requested items with no entry, an invalid entry, or several entries. */
  readonly missing: readonly ReviewItem[];
  /** Ids of accounts that were not requested. */
  readonly extra: readonly string[];
  /** Ids of accounts with several entries, none of which counts. */
  readonly duplicates: readonly string[];
}

/** Extracts the entries of a response without validating them, or returns null if there are none. */
export function parseResponse(text: string): readonly unknown[] | null {
  try {
    return outerSchema.safeParse(JSON.parse(text)).data?.reviews ?? null;
  } catch {
    return null;
  }
}

/** Compares a response with the request. Each requested item is either reviewed or missing. */
export function checkResponse(
  requested: readonly ReviewItem[],
  response: readonly unknown[],
): CheckedResponse {
  const entries = response.flatMap((entry) => entrySchema.safeParse(entry).data ?? []);
  const byAccount = new Map<string, ResponseEntry[]>();
  for (const entry of entries) {
    byAccount.set(entry.account_id, [...(byAccount.get(entry.account_id) ?? []), entry]);
  }
  const requestedIds = new Set(requested.map(({ account }) => account.id));
  const reviews: Review[] = [];
  const missing: ReviewItem[] = [];
  for (const item of requested) {
    const [entry, ...more] = byAccount.get(item.account.id) ?? [];
    if (entry === undefined || more.length > 0) missing.push(item);
    else reviews.push(toReview(item, entry));
  }
  const covered = [...byAccount].filter(([id]) => requestedIds.has(id));
  return {
    reviews,
    missing,
    extra: [...byAccount.keys()].filter((id) => !requestedIds.has(id)),
    duplicates: covered.filter(([, { length }]) => length > 1).map(([id]) => id),
  };
}

function toReview(item: ReviewItem, entry: ResponseEntry): Review {
  const { verdict, confidence, issues } = entry;
  const suggestion = entry.suggested_csm?.trim() || null;
  const offered = item.alternatives.find(({ csm }) => csm.trim() === suggestion)?.csm ?? null;
  const suggestedCsm = verdict === 'reassign' ? offered : null;
  const isDropped = suggestedCsm === null && suggestion !== null;
  return {
    recommendationId: item.recommendationId,
    verdict,
    confidence,
    feedback: trimFeedback(entry.feedback),
    issues: [...new Set(issues)],
    suggestedCsm,
    droppedSuggestion: isDropped ? truncateSuggestion(suggestion) : null,
  };
}

function truncateSuggestion(suggestion: string): string {
  const line = suggestion.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  return Array.from(line).slice(0, MAX_DROPPED_LENGTH).join('');
}

/** The length of the data team's llm_feedback column: VARCHAR(500). */
export const MAX_FEEDBACK_LENGTH = 500;
const MAX_SENTENCES = 2;

// Periods that don't end a sentence: "St. Mary", "J. Doe", "e.g. a hotel", "No. 4".
const abbreviation =
  /(?:^|[\s("“])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|No|vs|etc|approx|incl|Inc|Ltd|Co|Corp|e\.g|i\.e)\.$/iu;
const sentenceEnd = /[.!?…]+["”’)\]]*(?=\s|$)/gu;

/** Splits a single line of text into sentences, including their punctuation. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { 0: punctuation, index } of text.matchAll(sentenceEnd)) {
    const end = index + punctuation.length;
    const sentence = text.slice(start, end).trim();
    const isAbbreviation = end < text.length && abbreviation.test(sentence);
    if (isAbbreviation || sentence === '') continue;
    sentences.push(sentence);
    start = end;
  }
  const rest = text.slice(start).trim();
  return rest === '' ? sentences : [...sentences, rest];
}

/**
 * Shortens feedback to one line with at most two sentences and 500 characters. It keeps whole
 * sentences if one fits and otherwise cuts after a word. Control and bidi characters are removed.
 */
export function trimFeedback(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const [first = '', ...others] = splitSentences(line);
  const both = [first, ...others.slice(0, MAX_SENTENCES - 1)].join(' ');
  if (both.length <= MAX_FEEDBACK_LENGTH) return both;
  return first.length <= MAX_FEEDBACK_LENGTH ? first : cutAfterWord(first);
}

function cutAfterWord(text: string): string {
  const limit = MAX_FEEDBACK_LENGTH - 1;
  const head = text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
  const space = head.lastIndexOf(' ');
  // Without a space in the second half, cut at the limit.
  const cut = space > limit / 2 ? head.slice(0, space) : head;
  // Punctuation before the ellipsis would count as the end of another sentence.
  return `${cut.replace(/[\s.!?…]+$/u, '')}…`;
}
