import { describe, expect, it } from 'vitest';
import { handoverFigures } from '@/lib/warehouse/sql/analytics/handover';
import { handoverEvents } from '@/lib/warehouse/sql/analytics/handover-events';
import { openAccounts } from '@/lib/warehouse/sql/analytics/handover-open';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { Scope } from '@/lib/warehouse/sql/shared/scope';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newDecision, newRun, now } from './rows';

/** The statements of the handover. */
export function describeHandover(harness: ContractHarness): void {
  const [oddName] = edgeCaseStrings;
  const scope: Scope = {
    from: hoursLater(-48),
    to: hoursLater(24),
    segments: [],
    levels: [],
    csms: null,
    spellings: new Map(),
  };
  const at = (hours: number) => hoursLater(hours).toISOString();
  const figures = () => harness.read(handoverFigures({ scope, limits, end: now }));
  const open = (page: Parameters<typeof openAccounts>[1]) =>
    harness.read(openAccounts({ scope, limits, until: scope.to }, page));

  async function seed(): Promise<void> {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }, { name: oddName }],
      accounts: [
        { id: 'A', name: oddName, since: at(-30) },
        { id: 'B', since: at(-72) },
        { id: 'C', since: at(-5), segment: 'Commercial' },
        { id: 'D', since: at(-6), needsCsm: false },
      ],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: at(-20) },
      { id: 2, account: 'B', csm: 'Ana', at: at(-20) },
      { id: 3, account: 'D', csm: 'Ana', at: at(-4), accepted: true, given: 'Ana' },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'D', csm: 'Ana', at: at(-3) },
    ]);
    await harness.write(
      insertDecisions([
        newDecision({
          recommendationId: '1',
          accountId: 'A',
          verb: 'reject',
          at: hoursLater(-2),
          reason: 'not_ready',
        }),
        newDecision({
          recommendationId: '2',
          accountId: 'B',
          verb: 'override',
          at: hoursLater(-1),
          csm: oddName,
          acknowledgedRules: ['cooling', 'at_capacity'],
        }),
        newDecision({ recommendationId: '9', accountId: 'Z', at: hoursLater(-60) }),
      ]),
    );
  }

  describe('the handover', () => {
    it('is empty in an empty warehouse', async () => {
      expect(await figures()).toEqual([]);
      expect(await harness.read(handoverEvents(scope, { limit: 9, offset: 0 }))).toEqual([]);
      expect(await open({ limit: 9, offset: 0 })).toEqual([]);
    });

    it('counts accounts that came in and waited, and decisions by what they did', async () => {
      await seed();
      await harness.write(
        insertRun(newRun({ id: 'r1' })),
        finishRun({
          id: 'r1',
          status: 'succeeded',
          stage: 'saving',
          at: hoursLater(1),
          placed: 1,
          deferred: 0,
          failure: null,
          result: '{}',
          snapshot: { fairness: '{"a":1}', unavailable: '{}', books: '{}' },
        }),
      );
      const rows = await figures();
      const bySegment = Object.fromEntries(
        rowsFor(rows, 'classes').map(({ segment, cameIn, waitedBefore, waitedAfter }) => [
          segment,
          [cameIn, waitedBefore, waitedAfter],
        ]),
      );
      expect(bySegment).toEqual({ Residential: [2, 1, 2], Commercial: [1, 0, 1] });
      expect(
        rowsFor(rows, 'decided')
          .map(({ verb, rules, count, csms }) => [verb, rules, count, csms].join(' '))
          .sort(),
      ).toEqual(['outside  1 2', 'override cooling at_capacity 1 2', 'reject  1 2']);
      expect(
        Object.fromEntries(rowsFor(rows, 'decided').map(({ verb, csm }) => [verb, csm])),
      ).toEqual({ outside: 'Ana', override: oddName, reject: null });
      expect(rowsFor(rows, 'runs')).toMatchObject([{ id: 'r1', isFirst: true, isLast: true }]);
      expect(rowsFor(rows, 'lastRun')).toMatchObject([{ id: 'r1', result: '{}' }]);
    });

    it('lists decisions and assignments outside the app, newest first, in parts', async () => {
      await seed();
      const all = await harness.read(handoverEvents(scope, { limit: 9, offset: 0 }));
      expect(all).toMatchObject([
        { accountId: 'B', verb: 'override', csm: oddName, rules: ['cooling', 'at_capacity'] },
        { accountId: 'A', verb: 'reject', csm: null, accountName: oddName, reason: 'not_ready' },
        { accountId: 'D', verb: 'outside', csm: 'Ana', recommendationId: '3', byName: null },
      ]);
      expect(all.map(({ tookMs }) => tookMs)).toEqual([19 * 3_600_000, 18 * 3_600_000, null]);
      const after = all[0]?.key ?? null;
      const rest = await harness.read(handoverEvents(scope, { limit: 9, after }));
      expect(rest.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
      const exceptions = { exceptions: true };
      const [first] = await harness.read(
        handoverEvents(scope, { limit: 1, offset: 0 }, exceptions),
      );
      expect(first).toMatchObject({ accountId: 'B', total: 2 });
      const residential = { ...scope, segments: [' residential'], csms: [oddName] };
      const ofTeam = await harness.read(handoverEvents(residential, { limit: 9, offset: 0 }));
      expect(ofTeam.map(({ accountId }) => accountId)).toEqual(['B']);
    });

    it('lists accounts that need a CSM, longest-waiting first, with their pending recommendation', async () => {
      await seed();
      const rows = await open({ limit: 9, offset: 0 });
      expect(rows).toMatchObject([
        { id: 'B', recommendation: { id: '2', csm: 'Ana' }, total: 3, pending: 1 },
        { id: 'A', recommendation: null, since: hoursLater(-30) },
        { id: 'C', segment: 'Commercial' },
      ]);
      const rest = await open({ limit: 9, after: rows[0]?.key ?? null });
      expect(rest.map(({ id }) => id)).toEqual(['A', 'C']);
    });
  });
}
