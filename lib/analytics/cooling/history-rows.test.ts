import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import {
  accountNames,
  complianceRows,
  type HistoryRow,
  listedViolations,
  timelineReceipts,
} from './history-rows';

const at = (hours: number) => new Date(Date.UTC(2026, 2, 2) + hours * HOUR_MS);

/** Counted receipts of a week, with overrides. */
const counted = (overrides: Partial<HistoryRow> = {}): HistoryRow => ({
  question: 'receipts',
  week: '2026-03-02',
  origin: 'accepted',
  acknowledged: false,
  tooSoon: false,
  isPrevious: false,
  receipts: 3,
  csms: null,
  isListed: false,
  csm: null,
  at: null,
  accountId: null,
  accountName: null,
  previousAt: null,
  previousId: null,
  previousName: null,
  recommendationId: null,
  runId: null,
  decidedBy: null,
  decidedAt: null,
  reason: null,
  note: null,
  ...overrides,
});

/** A receipt with a row of its own, with overrides. */
const single = (csm: string, hours: number, overrides: Partial<HistoryRow> = {}): HistoryRow =>
  counted({ csm, at: at(hours), accountId: `${csm} ${hours}`, receipts: 1, ...overrides });

const violation = (csm: string, hours: number, overrides: Partial<HistoryRow> = {}): HistoryRow =>
  single(csm, hours, { tooSoon: true, isListed: true, previousAt: at(hours - 1), ...overrides });

describe('complianceRows', () => {
  it('counts receipts of the period, and those that came too soon as violations', () => {
    const rows = [counted(), violation('Ana', 5), single('Ana', 900, { week: null })];
    expect(complianceRows(rows).map(({ receipts, violations }) => [receipts, violations])).toEqual([
      [3, 0],
      [1, 1],
    ]);
  });
});

describe('timelineReceipts', () => {
  it('returns the receipts of the CSMs who have a lane, and the number of all CSMs', () => {
    const rows = [counted(), single('Ana', 1, { csms: 70 }), violation('Bo', 2)];
    expect(timelineReceipts(rows)).toMatchObject({ receipts: [{ csm: 'Ana' }], csms: 70 });
  });

  it('has no CSMs without receipts', () => {
    expect(timelineReceipts([counted()])).toEqual({ receipts: [], csms: 0 });
  });
});

describe('listedViolations', () => {
  it('sorts the listed violations by time, newest first, then by CSM', () => {
    const rows = [
      violation('Bo', 5),
      violation('Ana', 5),
      violation('Cy', 9),
      violation('Dee', 1, { isListed: false }),
      counted({ tooSoon: true }),
    ];
    expect(listedViolations(rows).map(({ csm }) => csm)).toEqual(['Cy', 'Ana', 'Bo']);
  });
});

describe('accountNames', () => {
  it('names the account of a receipt and that of the previous one', () => {
    const names = { accountName: 'Ash', previousId: 'P', previousName: 'Pine' };
    const rows = [counted(), single('Ana', 1), single('Bo', 2, names)];
    expect([...accountNames(rows)]).toEqual([
      ['Bo 2', 'Ash'],
      ['P', 'Pine'],
    ]);
  });
});
