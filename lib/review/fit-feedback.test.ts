import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitFeedback, mostCharacters, sentencesOf } from './fit-feedback';

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
  ])('%j is kept as %j', (text, kept) => {
    expect(fitFeedback(text)).toBe(kept);
  });

  it('keeps the first sentence whole where the second is too much', () => {
    expect(fitFeedback(`Short. ${'long '.repeat(120)}.`)).toBe('Short.');
  });

  it('is cut after a word where one sentence is too much', () => {
    const fitted = fitFeedback('word '.repeat(200));
    expect(fitted).toMatch(/word…$/);
    expect(fitted.length).toBeLessThanOrEqual(mostCharacters);
  });

  it('hides nothing and reorders nothing', () => {
    expect(fitFeedback('a\u202Eb\u200Bc\u0000d')).toBe('a b c d');
  });

  it('never exceeds two sentences, 500 characters or one line, and fitting it again changes nothing', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('. ', '! ', '? ', '… ', '." ', ' Dr. ', ' A. ', '\n', 'word '.repeat(60)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const fitted = fitFeedback(pieces.join(''));
        expect(fitted.length).toBeLessThanOrEqual(500);
        expect(sentencesOf(fitted).length).toBeLessThanOrEqual(2);
        expect(fitted).not.toMatch(/[\n\r]/);
        expect(fitFeedback(fitted)).toBe(fitted);
      }),
      { numRuns: 500 },
    );
  });
});
