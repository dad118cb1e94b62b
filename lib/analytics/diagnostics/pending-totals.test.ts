import { expect, it } from 'vitest';
import type { Flag } from '@/lib/engine/flags';
import { pendingTotals } from './pending-totals';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));

const row = (
  recommendedAt: Date,
  score: number | null,
  flags: readonly Flag[],
  kind: 'ready' | 'blocked' = 'ready',
) => ({
  ...{ recommendation: { recommendedAt, score }, flags, overdue: kind === 'blocked' },
  ...{ readiness: { kind }, snoozed: false },
});

it('pendingTotals counts each recommendation once per kind', () => {
  expect(
    pendingTotals([
      row(at(5), 50, ['cooling', 'velocity', 'stale'], 'blocked'),
      row(at(3), 50.1, ['segment_mismatch'], 'blocked'),
      row(at(4), null, ['no_longer_needed', 'stale'], 'blocked'),
      row(at(6), 0, ['assigned_elsewhere']),
    ]),
  ).toEqual({
    rows: 4,
    overdue: 3,
    stale: 2,
    oldestStaleAt: at(3),
    low: 2,
    unneeded: 1,
    ineligible: 2,
  });
});

it('pendingTotals has no oldest stale recommendation if there are none', () => {
  expect(pendingTotals([])).toEqual({
    ...{ rows: 0, overdue: 0, stale: 0, oldestStaleAt: null, low: 0, unneeded: 0, ineligible: 0 },
  });
});
