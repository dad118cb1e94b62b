import { expect, it } from 'vitest';
import { formatRemaining } from './format-remaining';

it.each([
  [0, '0 min'],
  [-5_000, '0 min'],
  [1, '1 min'],
  [35 * 60_000, '35 min'],
  [35 * 60_000 + 1, '36 min'],
  [60 * 60_000, '1 h 00 min'],
  [65 * 60_000, '1 h 05 min'],
  [30 * 3_600_000, '30 h 00 min'],
])('%i ms are “%s”', (ms, text) => {
  expect(formatRemaining(ms)).toBe(text);
});
