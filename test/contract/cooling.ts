import { expect, it } from 'vitest';
import { periodOf, previousPeriod } from '@/lib/analytics/shared/scope';
import { coolingReceipts } from '@/lib/warehouse/sql/analytics/cooling';
import { type CoolingScope, coolingHistory } from '@/lib/warehouse/sql/analytics/cooling-history';
import { insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { seedCompany } from '@/test/support/company';
import { guideQueries } from '@/test/support/guide-queries';
import {
  type ExternalRecommendation,
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newAssignment, newDecision, newRun, now } from './rows';

/** Seven days in New York, before daylight saving time starts. */
const coolingScope: CoolingScope = {
  ...periodOf({ days: 7 }, 'America/New_York', now),
  segments: [],
  levels: [],
  csms: null,
  spellings: new Map(),
  maxLanes: 60,
  violations: { limit: 200, offset: 0 },
  previous: previousPeriod(periodOf({ days: 7 }, 'America/New_York', now)),
  week: periodOf({ days: 7 }, 'America/New_York', now),
  today: periodOf({ days: 1 }, 'America/New_York', now).from,
};

const accepted = { accepted: true, given: 'Ana', csm: 'Ana' };

/** Edge cases of the guide's query, which counts hour boundaries. The clock shows 9:00. */
const guideEdgeCases: readonly ExternalRecommendation[] = [
  // A crosses three hour boundaries. B crosses four, in little more than three hours.
  { account: 'A', csm: 'Ana', at: '2026-03-02T06:00:00.000Z', accepted: true },
  { account: 'B', csm: 'Bo', at: '2026-03-02T05:59:59.999Z', accepted: true },
  { account: 'C', csm: 'O’Brien "x"', at: hoursAgo(0), accepted: true },
  { account: 'D', csm: 'O’Brien "x"', at: hoursAgo(100), accepted: true },
  { account: 'E', csm: 'Early', at: hoursAgo(-30), accepted: true },
  { account: 'F', csm: null, at: hoursAgo(1), accepted: true },
  { account: 'F', csm: '', at: hoursAgo(1.5), accepted: true },
  { account: null, csm: 'No account', at: hoursAgo(2), accepted: true },
  { account: 'G', csm: 'No time', at: null, accepted: true },
  { account: 'H', csm: 'Pending', at: hoursAgo(1), accepted: false },
  { account: 'I', csm: 'Undecided', at: hoursAgo(1), accepted: null },
  { account: 'J', csm: 'Overridden', at: hoursAgo(1), accepted: false, given: 'Ana' },
  { account: 'K', csm: 'Twice', at: hoursAgo(2), accepted: true },
  { account: 'K', csm: 'Twice', at: hoursAgo(2), accepted: true },
];

/** Statements of the Cooling page, compared with the guide's query. */
export function describeCooling(harness: ContractHarness): void {
  const readReceipts = (...accountIds: string[]) =>
    harness.read(coolingReceipts({ now, limits, accountIds, spellings: new Map() }));
  const readHistory = (scope: Partial<CoolingScope> = {}) =>
    harness.read(coolingHistory({ limits, scope: { ...coolingScope, ...scope } }));
  const readReceiptRows = async (scope: Partial<CoolingScope> = {}) =>
    rowsFor(await readHistory(scope), 'receipts').sort(
      (a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0),
    );

  it('has no rows in an empty warehouse', async () => {
    expect(await readReceipts()).toEqual([]);
    expect(await readReceipts('A')).toEqual([]);
    expect(await readHistory()).toEqual([]);
  });

  it('returns the same CSMs as the guide’s query', async () => {
    await insertExternalRecommendations(harness.context.warehouse, guideEdgeCases);
    const timestamp = `CAST('${now.toISOString()}' AS TIMESTAMP_NTZ)`;
    const guideQuery = guideQueries.coolingCheck.replaceAll('CURRENT_TIMESTAMP()', timestamp);
    expect(guideQuery).not.toEqual(guideQueries.coolingCheck);
    const expected = (await harness.context.queryRows(guideQuery)).map((row) => ({
      csm: row.recommended_csm,
      lastAt: row.last_assignment_time,
      hours: Number(row.hours_since_last_assignment),
    }));
    const actual = rowsFor(await readReceipts(), 'guide').map(({ question: _, ...row }) => row);
    const byName = (a: { csm: unknown }, b: { csm: unknown }) =>
      String(a.csm).localeCompare(String(b.csm));
    expect(actual.sort(byName)).toEqual(expected.sort(byName));
    expect(actual.map(({ csm }) => csm).sort()).toEqual(
      ['', 'Ana', 'Early', 'No account', 'O’Brien "x"', 'Twice', null].sort(),
    );
  });

  it('returns how accounts were received, and accounts received too soon', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo', tenureMonths: null, awayUntil: hoursAgo(-5) }],
      accounts: [
        { id: 'A', name: 'Ash', csm: 'Ana' },
        { id: 'B', name: 'Birch', csm: 'Ana' },
        { id: 'C', name: 'Cedar', since: hoursAgo(20) },
        { id: 'W', segment: 'Commercial', since: hoursAgo(20) },
      ],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', ...accepted, at: hoursAgo(9), runId: 'r-1' },
      { id: 2, account: 'B', ...accepted, at: hoursAgo(9), runId: 'r-1' },
      { id: 3, account: 'C', csm: 'Bo', at: hoursAgo(1) },
    ]);
    const assigned = (hours: number) => ({
      ...newAssignment(),
      assignedAt: hoursAgo(hours),
      updatedAt: hoursAgo(hours),
    });
    await harness.write(
      insertRun(newRun({ id: 'r-1' })),
      insertDecisions([
        newDecision({ id: 'd-1', recommendationId: '1', accountId: 'A', at: hoursLater(-3) }),
        newDecision({
          id: 'd-2',
          recommendationId: '2',
          accountId: 'B',
          at: hoursLater(-1),
          acknowledgedRules: ['cooling', 'stale'],
          note: 'The customer asked.',
        }),
      ]),
      upsertAssignments([
        { accountId: 'A', assignment: assigned(3) },
        { accountId: 'B', assignment: assigned(1) },
      ]),
    );
    const current = await readReceipts('A', 'C');
    expect(rowsFor(current, 'receipts')).toEqual([
      {
        question: 'receipts',
        csm: 'Ana',
        accountId: 'A',
        at: hoursLater(-3),
        origin: 'accepted',
        recommendationId: '1',
        recommendedAt: hoursLater(-9),
        decidedBy: 'Mia',
      },
    ]);
    expect(rowsFor(current, 'accepted')).toEqual([]);
    const received = { csm: 'Ana', origin: 'accepted', week: '2026-03-02', csms: 1, receipts: 1 };
    expect(await readReceiptRows()).toEqual([
      {
        question: 'receipts',
        ...received,
        at: hoursLater(-3),
        accountId: 'A',
        accountName: 'Ash',
        acknowledged: false,
        tooSoon: false,
        isPrevious: false,
        isListed: false,
        previousAt: null,
        previousId: null,
        previousName: null,
        recommendationId: '1',
        runId: 'r-1',
        decidedBy: 'Mia',
        decidedAt: hoursLater(-3),
        reason: null,
        note: null,
      },
      {
        question: 'receipts',
        ...received,
        at: hoursLater(-1),
        accountId: 'B',
        accountName: 'Birch',
        acknowledged: true,
        tooSoon: true,
        isPrevious: false,
        isListed: true,
        previousAt: hoursLater(-3),
        previousId: 'A',
        previousName: 'Ash',
        recommendationId: '2',
        runId: 'r-1',
        decidedBy: 'Mia',
        decidedAt: hoursLater(-1),
        reason: null,
        note: 'The customer asked.',
      },
    ]);
    // Outside of the filters, a receipt is listed only for the name of its account, if it came since
    // the cooling period before the day began, which is two hours ago here.
    const otherTeam = await readReceiptRows({ csms: ['Nobody'], today: hoursLater(2) });
    expect(otherTeam).toMatchObject([
      { week: null, csms: null, isListed: false, accountId: 'B', accountName: 'Birch' },
    ]);
  });

  it('returns accounts received from other programs, and the newest acceptance of each CSM', async () => {
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', ...accepted, at: hoursAgo(9) },
      { id: 2, account: 'B', ...accepted, at: hoursAgo(3) },
      { id: 3, account: 'B', ...accepted, at: hoursAgo(2) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { account: 'C', csm: 'Ana', at: hoursAgo(2) },
    ]);
    const rows = await readReceipts('A', 'C');
    expect(rowsFor(rows, 'accepted')).toEqual([
      { question: 'accepted', csm: 'Ana', at: hoursLater(-2) },
    ]);
    const receipts = rowsFor(rows, 'receipts').map(({ accountId, at, origin }) => [
      accountId,
      at,
      origin,
    ]);
    expect(receipts.sort()).toEqual([
      ['A', hoursLater(-1), 'elsewhere'],
      ['C', hoursLater(-2), 'outside'],
    ]);
  });

  it('limits its lists, and filters by class and team', async () => {
    await upsertExternalAssignments(
      harness.context.warehouse,
      ['A', 'B', 'C'].map((account, n) => ({ account, csm: 'Ana', at: hoursAgo(5 - n) })),
    );
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'D', csm: 'Bo', at: hoursAgo(1) },
    ]);
    // With tomorrow as today, no receipt is recent.
    const unlisted = { today: hoursLater(24) };
    const rows = await readReceiptRows({
      violations: { limit: 1, offset: 0 },
      maxLanes: 1,
      ...unlisted,
    });
    expect(rows.map(({ csm, at, csms, isListed }) => [csm, at, csms, isListed])).toEqual([
      // Bo's receipt is counted, but has no lane.
      [null, null, null, false],
      ['Ana', hoursLater(-5), 2, false],
      ['Ana', hoursLater(-4), 2, false],
      ['Ana', hoursLater(-3), 2, true],
    ]);
    for (const filter of [{ segments: ['Residential'] }, { csms: [] }]) {
      expect(await readReceiptRows({ ...filter, ...unlisted })).toEqual([]);
    }
  });
}
