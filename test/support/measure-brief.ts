import { buildBrief } from '@/lib/reviews/brief';
import { currentPrompt, splitIntoChunks } from '@/lib/reviews/prompt';
import type { ReviewInput } from '@/lib/reviews/types';

/** Characters of input that a review takes, about four to a token. */
export interface BriefSize {
  /** As it is asked: in chunks that share the books. */
  readonly inChunks: number;
  /** The part of these that every chunk but the first reads from the cache. */
  readonly cached: number;
  /** A request for each account, with every book in it. */
  readonly oneByOne: number;
  /** All accounts in the same chunks, but every book repeated with each of them. */
  readonly booksRepeated: number;
}

/** Counts what is sent for a review in chunks of `size`, and what simpler ways would send. */
export function measureBrief(input: ReviewInput, size: number): BriefSize {
  const brief = buildBrief(input);
  const ids = input.recommendations.map(({ recommendationId }) => recommendationId);
  const prefix = currentPrompt.system.length + brief.shared.length;
  const chunks = splitIntoChunks(ids, size);
  const asked = chunks.reduce((sum, chunk) => sum + brief.accounts(chunk).length, 0);
  const askedAlone = ids.reduce((sum, id) => sum + brief.accounts([id]).length, 0);
  return {
    inChunks: chunks.length * prefix + asked,
    cached: Math.max(0, chunks.length - 1) * prefix,
    oneByOne: ids.length * prefix + askedAlone,
    booksRepeated:
      chunks.length * currentPrompt.system.length + ids.length * brief.shared.length + asked,
  };
}
