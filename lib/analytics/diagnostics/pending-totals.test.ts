import { expect, it } from 'vitest';
import type { Flag } from '@/lib/engine/flags';
import type { PendingWork } from '@/lib/read-model/pending-work';
import { pendingTotals } from './pending-totals';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));

const row = (
  recommendedAt: Date,
  score: number | null,
  flags: readonly Flag[],
  { kind = 'ready', snoozed = false }: { kind?: 'ready' | 'blocked'; snoozed?: boolean } = {},
) => ({
  recommendation: { recommendedAt, score },
  account: null,
  flags,
  snoozed,
  overdue: kind === 'blocked',
  readiness: { kind },
});
const blocked = { kind: 'blocked' } as const;

/** The counts need no more than this of the rows. */
const totals = (...rows: readonly ReturnType<typeof row>[]) =>
  pendingTotals({ rows, byCsm: new Map([['Ana', { rows }]]) } as unknown as PendingWork);

it('pendingTotals counts each recommendation once per kind, and snoozed ones only as snoozed', () => {
  expect(
    totals(
      row(at(5), 50, ['cooling', 'velocity', 'stale'], blocked),
      row(at(3), 50.1, ['segment_mismatch'], blocked),
      row(at(4), null, ['no_longer_needed', 'stale'], blocked),
      row(at(6), 0, ['assigned_elsewhere']),
      row(at(1), 0, ['cooling', 'stale'], { ...blocked, snoozed: true }),
    ),
  ).toEqual({
    rows: 4,
    snoozed: 1,
    overdue: 3,
    stale: 2,
    staleRows: [at(3), at(5)].map((recommendedAt) => expect.objectContaining({ recommendedAt })),
    low: 2,
    unneeded: 1,
    ineligible: 2,
  });
});

it('pendingTotals has no stale recommendations if there are none', () => {
  expect(totals()).toMatchObject({ rows: 0, snoozed: 0, stale: 0, staleRows: [] });
});
