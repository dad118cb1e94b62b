import { buildBrief } from '@/lib/reviews/brief';
import { currentPrompt, splitIntoChunks } from '@/lib/reviews/prompt';
import type { ReviewInput } from '@/lib/reviews/types';

/** Input size of a review in characters, about four per token. */
export interface BriefSize {
  /** As sent: in chunks, with the books once per chunk. */
  readonly inChunks: number;
  /** The part of `inChunks` that the chunks after the first read from the prompt cache. */
  readonly cached: number;
  /** One request per account, each with all books. */
  readonly oneByOne: number;
  /** The same chunks, but with all books repeated for each account. */
  readonly booksRepeated: number;
}

/** Measures the input of a review in chunks of `size`, and of simpler alternatives. */
export function measureBrief(input: ReviewInput, size: number): BriefSize {
  const brief = buildBrief(input);
  const ids = input.recommendations.map(({ recommendationId }) => recommendationId);
  const prefix = currentPrompt.system.length + brief.shared.length;
  const chunks = splitIntoChunks(ids, size);
  const chunked = chunks.reduce((sum, chunk) => sum + brief.accounts(chunk).length, 0);
  const oneByOne = ids.reduce((sum, id) => sum + brief.accounts([id]).length, 0);
  return {
    inChunks: chunks.length * prefix + chunked,
    cached: Math.max(0, chunks.length - 1) * prefix,
    oneByOne: ids.length * prefix + oneByOne,
    booksRepeated:
      chunks.length * currentPrompt.system.length + ids.length * brief.shared.length + chunked,
  };
}
