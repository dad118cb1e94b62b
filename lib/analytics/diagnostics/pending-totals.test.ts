import { expect, it } from 'vitest';
import type { Flag } from '@/lib/engine/flags';
import { pendingTotals } from './pending-totals';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));

const row = (
  recommendedAt: Date,
  score: number | null,
  flags: readonly Flag[],
  overdue = false,
) => ({
  ...{ recommendation: { recommendedAt, score }, flags, overdue },
});

it('pendingTotals counts each recommendation once per kind', () => {
  expect(
    pendingTotals([
      row(at(5), 50, ['cooling', 'velocity', 'stale'], true),
      row(at(3), 50.1, ['segment_mismatch']),
      row(at(4), null, ['no_longer_needed', 'stale']),
      row(at(6), 0, ['assigned_elsewhere']),
    ]),
  ).toEqual({
    rows: 4,
    oldestAt: at(3),
    dayOld: 2,
    overdue: 1,
    low: 2,
    unneeded: 1,
    ineligible: 2,
  });
});

it('pendingTotals has no oldest recommendation if there are none', () => {
  expect(pendingTotals([])).toEqual({
    ...{ rows: 0, oldestAt: null, dayOld: 0, overdue: 0, low: 0, unneeded: 0, ineligible: 0 },
  });
});
