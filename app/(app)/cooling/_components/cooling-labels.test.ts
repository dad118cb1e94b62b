import { expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { formatRemaining } from './cooling-labels';

it.each([
  [0, '0 min'],
  [-5_000, '0 min'],
  [1, '1 min'],
  [35 * MINUTE_MS, '35 min'],
  [35 * MINUTE_MS + 1, '36 min'],
  [60 * MINUTE_MS, '1 h 00 min'],
  [65 * MINUTE_MS, '1 h 05 min'],
  [30 * HOUR_MS, '30 h 00 min'],
])('formatRemaining formats %i ms as “%s”', (ms, text) => {
  expect(formatRemaining(ms)).toBe(text);
});
