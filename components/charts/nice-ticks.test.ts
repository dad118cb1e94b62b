import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { niceTicks } from './nice-ticks';

describe('axis ticks', () => {
  it('are round numbers', () => {
    expect(niceTicks([0, 63], 'number')).toEqual([0, 20, 40, 60, 80]);
    expect(niceTicks([-7.2, 14.6], 'number')).toEqual([-10, 0, 10, 20]);
    expect(niceTicks([0, 0.9], 'share')).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('are whole numbers for counts', () => {
    expect(niceTicks([0, 1], 'count')).toEqual([0, 1]);
    expect(niceTicks([0, 3], 'count')).toEqual([0, 1, 2, 3]);
  });

  it('follow clock units for durations', () => {
    expect(niceTicks([0, 20 * HOUR_MS], 'duration')).toEqual(
      [0, 6, 12, 18, 24].map((h) => h * HOUR_MS),
    );
    expect(niceTicks([0, 90_000], 'duration')).toEqual([0, 30_000, 60_000, 90_000]);
    expect(niceTicks([0, 300 * HOUR_MS], 'duration').map((ms) => ms / HOUR_MS / 24)).toEqual([
      0, 5, 10, 15,
    ]);
  });

  it('exist even if every value is zero', () => {
    expect(niceTicks([0, 0], 'count')).toEqual([0, 1]);
    expect(niceTicks([0, 0], 'money')).toEqual([0, 1]);
    expect(niceTicks([0, 0], 'duration')).toEqual([0, 1_000]);
  });

  it('span any domain in 2 to 8 steps', () => {
    const bound = fc.double({ min: 0, max: 1e12, noNaN: true });
    const kinds = fc.constantFrom('count', 'number', 'share', 'money', 'duration');
    fc.assert(
      fc.property(bound, bound, kinds, (below, above, kind) => {
        const low = below < 1e-6 ? 0 : -below;
        const high = above < 1e-6 ? 0 : above;
        const ticks = niceTicks([low, high], kind as 'count');
        const slack = (high - low) * 1e-9;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ticks[0]).toBeLessThanOrEqual(low + slack);
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(high - slack);
      }),
    );
  });
});
