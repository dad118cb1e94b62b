const MAX_LENGTH = 280;
const MAX_LINES = 6;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The beginning of a long text: at most 280 characters and 6 lines, cut after a word if possible and
 * never within a character. Null if the text is short.
 */
export function firstPart(text: string): string | null {
  const lines = text.split('\n');
  const head = lines.slice(0, MAX_LINES).join('\n');
  if (head.length <= MAX_LENGTH) return lines.length > MAX_LINES ? head.trimEnd() : null;
  let end = 0;
  for (const { segment, index } of graphemes.segment(head.slice(0, 2 * MAX_LENGTH))) {
    if (index + segment.length > MAX_LENGTH) break;
    end = index + segment.length;
  }
  const cut = head.slice(0, end);
  const words = cut.replace(/\s+\S*$/, '');
  return words.length > MAX_LENGTH / 2 ? words : cut;
}
