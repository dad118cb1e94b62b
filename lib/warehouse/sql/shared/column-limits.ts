import { AppError } from '@/lib/server/errors';

/** Maximum lengths of the data team's columns. Snowflake counts code points. */
export const columnLimits = { feedback: 500, name: 100, accountId: 50, class: 50 } as const;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Truncates text to `limit` code points (at least 1), after a word if possible, and ends it with an
 * ellipsis. Never splits a grapheme.
 */
export function truncateText(text: string, limit: number): string {
  if (text.length <= limit || lengthOf(text) <= limit) return text;
  let end = 0;
  let taken = 1;
  for (const { segment, index } of graphemes.segment(text)) {
    taken += lengthOf(segment);
    if (taken > limit) break;
    end = index + segment.length;
  }
  const fitting = text.slice(0, end);
  const within = /\S/.test(text.charAt(end)) && fitting.search(/\S\s+\S*$/) + 1;
  return `${(within ? fitting.slice(0, within) : fitting).trimEnd()}…`;
}

/**
 * Returns the name or id if it fits into `limit` code points. Truncated, it could match another.
 * @param what the kind of name for the message, such as `CSM`
 * @throws AppError `invalid_input` if it does not fit
 */
export function requireNameFits(name: string, limit: number, what: string): string {
  const length = lengthOf(name);
  if (length <= limit) return name;
  throw new AppError(
    'invalid_input',
    `The ${what} “${truncateText(name, 40)}” has ${length} characters, and the data team’s tables hold ${limit}. Shorten it where it comes from.`,
  );
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
