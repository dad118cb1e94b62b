import { z } from 'zod';
import { type Review, type ReviewItem, reviewIssues, verdicts } from './types';

/** The most that is kept of a suggestion that was dropped. */
const MAX_DROPPED_LENGTH = 100;

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
export const responseSchema = z.object({ reviews: z.array(entrySchema) });

// One entry that does not fit must not cost the others.
const outerSchema = z.object({ reviews: z.array(z.unknown()) });

/** What an answer said of the accounts asked about. */
export interface CheckedResponse {
  readonly reviews: readonly Review[];
  /** Asked about, but not answered, not readable, or answered in two ways. */
  readonly missing: readonly ReviewItem[];
  /** Account ids that were answered without being asked about. */
  readonly extra: readonly string[];
  /** Account ids that were answered more than once: none of those answers counts. */
  readonly twice: readonly string[];
}

/** The reviews in an answer, unchecked; null where the text is no JSON or holds no list of them. */
export function parseResponse(text: string): readonly unknown[] | null {
  try {
    return outerSchema.safeParse(JSON.parse(text)).data?.reviews ?? null;
  } catch {
    return null;
  }
}

/** Compares an answer with what was asked: each recommendation is either reviewed or missing. */
export function checkResponse(
  asked: readonly ReviewItem[],
  answer: readonly unknown[],
): CheckedResponse {
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
    else reviews.push(toReview(item, entry));
  }
  const answered = [...byAccount].filter(([id]) => askedIds.has(id));
  return {
    reviews,
    missing,
    extra: [...byAccount.keys()].filter((id) => !askedIds.has(id)),
    twice: answered.filter(([, { length }]) => length > 1).map(([id]) => id),
  };
}

function toReview(item: ReviewItem, entry: Entry): Review {
  const { verdict, confidence, issues } = entry;
  const said = entry.suggested_csm?.trim() || null;
  const offered = item.alternatives.find(({ csm }) => csm.trim() === said)?.csm ?? null;
  const suggestedCsm = verdict === 'reassign' ? offered : null;
  return {
    recommendationId: item.recommendationId,
    verdict,
    confidence,
    feedback: trimFeedback(entry.feedback),
    issues: [...new Set(issues)],
    suggestedCsm,
    droppedSuggestion: suggestedCsm === null && said !== null ? truncateSuggestion(said) : null,
  };
}

function truncateSuggestion(suggestion: string): string {
  const line = suggestion.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  return Array.from(line).slice(0, MAX_DROPPED_LENGTH).join('');
}

/** What the data team's llm_feedback column holds: VARCHAR(500). */
export const MAX_FEEDBACK_LENGTH = 500;
const MAX_SENTENCES = 2;

// Dots that end no sentence: "St. Mary", "J. Doe", "e.g. a hotel", "No. 4".
const abbreviation =
  /(?:^|[\s("“])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|No|vs|etc|approx|incl|Inc|Ltd|Co|Corp|e\.g|i\.e)\.$/iu;
const sentenceEnd = /[.!?…]+["”’)\]]*(?=\s|$)/gu;

/** The sentences of a text in one line, each with its stop. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { 0: stop, index } of text.matchAll(sentenceEnd)) {
    const end = index + stop.length;
    const sentence = text.slice(start, end).trim();
    const goesOn = end < text.length && abbreviation.test(sentence);
    if (goesOn || sentence === '') continue;
    sentences.push(sentence);
    start = end;
  }
  const rest = text.slice(start).trim();
  return rest === '' ? sentences : [...sentences, rest];
}

/**
 * Feedback in one line, of at most two sentences and 500 characters: whole sentences as long as one
 * fits, else cut after a word. Control characters and those that reorder text are taken out.
 */
export function trimFeedback(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const [first = '', ...others] = splitSentences(line);
  const both = [first, ...others.slice(0, MAX_SENTENCES - 1)].join(' ');
  if (both.length <= MAX_FEEDBACK_LENGTH) return both;
  return first.length <= MAX_FEEDBACK_LENGTH ? first : cutAfterWord(first);
}

function cutAfterWord(text: string): string {
  const most = MAX_FEEDBACK_LENGTH - 1;
  const room = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  const blank = room.lastIndexOf(' ');
  // Text without blanks is cut where the room ends.
  const cut = blank > most / 2 ? room.slice(0, blank) : room;
  // A stop left in the middle would count as the end of a further sentence.
  return `${cut.replace(/[\s.!?…]+$/u, '')}…`;
}
