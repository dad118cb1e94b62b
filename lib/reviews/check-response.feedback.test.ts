import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FEEDBACK_LENGTH, splitSentences, trimFeedback } from './check-response';

describe('feedback', () => {
  it.each([
    ['Two stay. As they are.', 'Two stay. As they are.'],
    ['One. Two! Three?', 'One. Two!'],
    ['  Over\ntwo\t lines ', 'Over two lines'],
    [
      'St. Mary of J. Doe has 4.5 months, e.g. too few. No. 2 has 12. More.',
      'St. Mary of J. Doe has 4.5 months, e.g. too few. No. 2 has 12.',
    ],
    ['She said “No.” Then left. Gone.', 'She said “No.” Then left.'],
    ['', ''],
  ])('turns %j into %j', (text, kept) => {
    expect(trimFeedback(text)).toBe(kept);
  });

  it('keeps only the first sentence if both are too long', () => {
    expect(trimFeedback(`Short. ${'long '.repeat(120)}.`)).toBe('Short.');
  });

  it('is cut after a word if one sentence is too long', () => {
    const fitted = trimFeedback('word '.repeat(200));
    expect(fitted).toMatch(/word…$/);
    expect(fitted.length).toBeLessThanOrEqual(MAX_FEEDBACK_LENGTH);
  });

  it('contains no hidden or reordering characters', () => {
    expect(trimFeedback('a\u202Eb\u200Bc\u0000d')).toBe('a b c d');
  });

  it('never exceeds two sentences, 500 characters, or one line, and is idempotent', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('. ', '! ', '? ', '… ', '." ', ' Dr. ', ' A. ', '\n', 'word '.repeat(60)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const fitted = trimFeedback(pieces.join(''));
        expect(fitted.length).toBeLessThanOrEqual(500);
        expect(splitSentences(fitted).length).toBeLessThanOrEqual(2);
        expect(fitted).not.toMatch(/[\n\r]/);
        expect(trimFeedback(fitted)).toBe(fitted);
      }),
      { numRuns: 500 },
    );
  });
});
