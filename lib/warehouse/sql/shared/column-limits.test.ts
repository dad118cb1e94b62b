import { describe, expect, it } from 'vitest';
import { columnLimits, requireNameFits, truncateText } from './column-limits';

const length = (text: string) => [...text].length;

describe('truncateText', () => {
  it.each([
    ['', 5],
    ['exact', 5],
    ['🙂🙂🙂🙂🙂', 5],
    [' kept as it is \n', 20],
  ])('returns text that fits: %j', (text, limit) => {
    expect(truncateText(text, limit)).toBe(text);
  });

  it.each([
    ['one two three', 12, 'one two…'],
    ['one two three', 8, 'one two…'],
    ['one two three', 7, 'one…'],
    ['one  two', 7, 'one…'],
    ['one, two', 7, 'one,…'],
    ['one\ntwo\tthree', 9, 'one\ntwo…'],
    ['Größe “&” Söhne', 12, 'Größe “&”…'],
  ])('truncates after a word: %j to %i', (text, limit, fitted) => {
    expect(truncateText(text, limit)).toBe(fitted);
  });

  it.each([
    ['unbroken', 5, 'unbr…'],
    ['  unbroken', 5, '  un…'],
    ['🙂🙂🙂🙂', 3, '🙂🙂…'],
    // An emoji of three people: one grapheme, five code points.
    ['ab👩‍👩‍👧cd', 7, 'ab…'],
    ['ab👩‍👩‍👧cd', 8, 'ab👩‍👩‍👧…'],
    ['👩‍👩‍👧', 1, '…'],
    // An e with a combining accent.
    ['re\u0301sume\u0301', 3, 'r…'],
  ])('truncates a long word between graphemes: %j to %i', (text, limit, fitted) => {
    expect(truncateText(text, limit)).toBe(fitted);
    expect(length(fitted)).toBeLessThanOrEqual(limit);
  });

  it('never exceeds the limit', () => {
    const text = 'Bo O’Neil 🙂 knows “Größe & Söhne” since 2019; 👩‍👩‍👧 and '.repeat(12);
    for (let limit = 1; limit <= 600; limit++) {
      const fitted = truncateText(text, limit);
      expect(length(fitted)).toBeLessThanOrEqual(limit);
      expect(fitted).toBe(Buffer.from(fitted).toString());
      expect(text.startsWith(fitted.replace(/…$/, ''))).toBe(true);
    }
    expect(length(truncateText(text, columnLimits.feedback))).toBeGreaterThan(
      columnLimits.feedback - 20,
    );
  });
});

describe('requireNameFits', () => {
  it('never truncates', () => {
    expect(requireNameFits('🙂'.repeat(100), columnLimits.name, 'CSM')).toBe('🙂'.repeat(100));
    expect(() => requireNameFits(`Ana ${'x'.repeat(97)}`, columnLimits.name, 'CSM')).toThrow(
      'The CSM “Ana…” has 101 characters, and the data team’s tables hold 100. Shorten it where it comes from.',
    );
  });
});
