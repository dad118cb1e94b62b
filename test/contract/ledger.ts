import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/time';
import { ledgerFigures } from '@/lib/warehouse/sql/analytics/ledger';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { Scope } from '@/lib/warehouse/sql/shared/scope';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newRun, now } from './rows';

/** Statement of the effort ledger. */
export function describeLedger(harness: ContractHarness): void {
  const noFilter: Scope = {
    from: hoursLater(-48),
    to: hoursLater(24),
    segments: [],
    levels: [],
    csms: null,
    spellings: new Map(),
  };
  const read = (scope: Partial<Scope> = {}) =>
    harness.read(ledgerFigures({ scope: { ...noFilter, ...scope }, limits }));
  const today = Math.floor(now.getTime() / DAY_MS);

  describe('the ledger', () => {
    it('returns nothing in an empty warehouse', async () => {
      expect(await read()).toEqual([]);
    });

    it('returns received accounts by CSM and origin, and assigned accounts by day with the unavailable CSMs', async () => {
      const [oddName] = edgeCaseStrings;
      const unavailable = JSON.stringify({ away: [oddName], cooling: [], velocity: [] });
      await seedCompany(harness.context.warehouse, {
        csms: [
          { name: 'Ana', manager: oddName, capacity: 40 },
          { name: oddName, tenureMonths: null, segment: 'Residential' },
          { name: 'Inactive', active: false },
        ],
        accounts: [
          { id: 'X1', csm: 'Ana', neediness: 3, health: 90, color: 'RED', revenue: 100 },
          { id: 'A1', segment: 'Commercial' },
        ],
      });
      for (const [id, dryRun] of [['r1', false] as const, ['r2', true] as const]) {
        await harness.write(insertRun(newRun({ id, dryRun })));
        const snapshot = { fairness: '{}', unavailable, books: '{}' };
        const end = {
          status: 'succeeded',
          stage: 'saving',
          at: now,
          placed: 1,
          deferred: 0,
        } as const;
        await harness.write(finishRun({ ...end, id, failure: null, result: null, snapshot }));
      }
      const accepted = { accepted: true, at: hoursAgo(1) };
      await insertExternalRecommendations(harness.context.warehouse, [
        { ...accepted, account: 'A1', csm: 'Ana', runId: 'r1', neediness: 9, health: 10 },
        { ...accepted, account: 'A2', csm: 'Ana', runId: 'r1', neediness: null, revenue: null },
        { ...accepted, account: 'A3', csm: oddName, runId: 'r2', at: hoursAgo(30), health: null },
        { ...accepted, account: 'A4', csm: 'Inactive', runId: 'r1' },
        { account: 'A5', csm: 'Inactive', at: hoursAgo(2), given: 'Ana', accepted: null },
        // Not received, or not in the period.
        { account: 'A6', csm: 'Ana', at: hoursAgo(2) },
        { ...accepted, account: null, csm: 'Ana' },
        { ...accepted, account: 'A7', csm: null },
        { ...accepted, account: 'A8', csm: 'Ana', at: hoursAgo(49) },
        { ...accepted, account: 'A9', csm: 'Ana', at: null },
      ]);
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'A1', csm: 'Ana', at: hoursAgo(0) },
        { account: 'A5', csm: 'Ana', at: hoursAgo(0) },
        { account: 'A8', csm: 'Ana', at: hoursAgo(0) },
        { account: 'X1', csm: 'Ana', at: hoursAgo(3) },
        { account: 'A3', csm: 'Ana', at: hoursAgo(40) },
        { account: 'X2', csm: oddName, at: null },
      ]);
      const rows = await read();
      // The medians are neediness 5, revenue 50,000, and health 75.
      const known = { segment: 'Residential', level: 'Corporate' };
      const base = { ...known, noNeediness: 0, noRevenue: 0, noHealth: 0, firstDay: today };
      const received = rowsFor(rows, 'received').map(({ question, ...row }) => row);
      expect(received).toHaveLength(6);
      expect(received).toEqual(
        expect.arrayContaining([
          {
            ...base,
            csm: 'Ana',
            cause: 'engine',
            accounts: 2,
            neediness: 14,
            revenue: 100_000,
            red: 1,
            noNeediness: 1,
            noRevenue: 1,
          },
          {
            ...base,
            csm: 'Ana',
            cause: 'override',
            accounts: 1,
            neediness: 5,
            revenue: 50_000,
            red: 0,
          },
          {
            ...base,
            csm: 'Ana',
            cause: 'outside',
            accounts: 1,
            neediness: 3,
            revenue: 100,
            red: 1,
          },
          // There is no account A3, so its class and scores are unknown.
          {
            ...base,
            segment: null,
            level: null,
            csm: 'Ana',
            cause: 'outside',
            accounts: 1,
            neediness: 5,
            revenue: 50_000,
            red: 0,
            noNeediness: 1,
            noRevenue: 1,
            noHealth: 1,
            firstDay: today - 2,
          },
          {
            ...base,
            csm: 'Inactive',
            cause: 'engine',
            accounts: 1,
            neediness: 5,
            revenue: 50_000,
            red: 0,
          },
          {
            ...base,
            csm: oddName,
            cause: 'engine',
            accounts: 1,
            neediness: 5,
            revenue: 50_000,
            red: 0,
            noHealth: 1,
            firstDay: today - 1,
          },
        ]),
      );
      const placed = rowsFor(rows, 'placed').map(({ question, ...row }) => row);
      expect(placed).toHaveLength(2);
      expect(placed).toEqual(
        expect.arrayContaining([
          {
            ...known,
            unavailable,
            day: today,
            accounts: 2,
            neediness: 14,
            revenue: 100_000,
            red: 1,
          },
          {
            ...known,
            unavailable: null,
            day: today - 1,
            accounts: 1,
            neediness: 5,
            revenue: 50_000,
            red: 0,
          },
        ]),
      );
    });

    it('filters by account class, but not by team', async () => {
      const commercial = { segment: 'Commercial', level: 'Enterprise' };
      await seedCompany(harness.context.warehouse, {
        csms: [
          { name: 'Ana', manager: 'Max' },
          { name: 'Bo', manager: 'Mo' },
        ],
        accounts: [{ id: 'X1', ...commercial }, { id: 'X2' }],
      });
      await insertExternalRecommendations(harness.context.warehouse, [
        { account: 'A1', csm: 'Ana', at: hoursAgo(1), accepted: true, ...commercial },
        { account: 'A2', csm: 'Bo', at: hoursAgo(1), accepted: true },
      ]);
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'X1', csm: 'Bo', at: hoursAgo(1) },
        { account: 'X2', csm: 'Bo', at: hoursAgo(1) },
        { account: 'X3', csm: 'Bo', at: hoursAgo(1) },
      ]);
      const filter = { segments: ['commercial '], levels: ['ENTERPRISE'], csms: ['Ana'] };
      const rows = await read(filter);
      const received = rowsFor(rows, 'received').map(
        (row) => `${row.csm} ${row.cause} ${row.accounts} ${row.segment} ${row.level}`,
      );
      expect(received.sort()).toEqual([
        'Ana engine 1 Commercial Enterprise',
        'Bo outside 1 Commercial Enterprise',
      ]);
    });
  });
}
