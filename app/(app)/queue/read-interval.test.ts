import { expect, it } from 'vitest';
import { readIntervalMs } from './read-interval';

it('reads the rows at most once per second, and less often from a slow server', () => {
  expect([0, 50, 100].map(readIntervalMs)).toEqual([1_000, 1_000, 1_000]);
  expect(readIntervalMs(250)).toBe(2_500);
});

it('reads changed rows within seconds from any server', () => {
  expect(readIntervalMs(30_000)).toBe(5_000);
});
