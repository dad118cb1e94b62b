import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getAcceptanceRows } from '@/lib/analytics/acceptance/get-acceptance-rows';
import { getAccountHistory } from '@/lib/analytics/account/get-account-history';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { listLowScores } from '@/lib/analytics/diagnostics/lists';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { getRecommendation } from '@/lib/decisions/recommendation-details';
import { defaultPolicy } from '@/lib/policy/policy';
import { setUp } from '@/lib/warehouse/schema/setup';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import {
  addEarlierProgramColumn,
  insertExternalRecommendations,
  reassignedByEarlierProgram,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';

const scope = { period: { days: 30 }, zone: 'UTC' };

describeOnEveryBackend('accounts that the earlier program reassigned', (on) => {
  let context: TestContext;
  beforeAll(async () => {
    context = await openTestContext(on);
    await addEarlierProgramColumn(context.warehouse);
    // Once more, on the table that the earlier program left.
    const policyJson = JSON.stringify(defaultPolicy);
    await setUp(context.warehouse, { now: monday, policyJson, dataTeam: 'expect' });
  });
  afterAll(() => context?.close());
  beforeEach(async () => {
    await context.clear();
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
      accounts: [{ id: 'A' }, { id: 'B' }, { id: 'C' }],
    });
    await insertExternalRecommendations(context.warehouse, [
      ...reassignedByEarlierProgram({
        id: 9001,
        account: 'A',
        from: 'Ana',
        to: 'Bo',
        at: hoursAgo(3),
      }),
      { id: 9003, account: 'B', csm: 'Ana', at: hoursAgo(30), accepted: true, given: 'Ana' },
    ]);
  });

  it('are not pending, and the original cannot be decided', async () => {
    expect((await readQueue(context.ctx)).rows).toEqual([]);
    const answer = await expectAppError(acceptRecommendation(context.ctx, decisionRequest('9001')));
    expect(answer.code).toBe('already_decided');
    const { recommendation, history } = await getRecommendation(context.ctx, '9001');
    expect(recommendation).toMatchObject({
      state: 'superseded',
      feedback: 'Revised by LLM - reassigned to Bo',
    });
    expect(history.recommendations).toMatchObject([
      { id: '9002', byEarlierProgram: true, score: null },
      { id: '9001', byEarlierProgram: false },
    ]);
  });

  it('do not become pending when a later decision on the account is undone', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 9004, account: 'A', csm: 'Cy', at: hoursAgo(0.5) },
    ]);
    await undoDecision(
      context.ctx,
      await acceptRecommendation(context.ctx, {
        ...decisionRequest('9004'),
        acknowledged: ['assigned_elsewhere'],
      }),
    );
    expect((await readQueue(context.ctx)).rows.map(({ id }) => id)).toEqual(['9004']);
    context.ctx.readModel.invalidate();
    expect((await readQueue(context.ctx)).rows.map(({ id }) => id)).toEqual(['9004']);
  });

  it('count by method as in the guide’s query, but not as a decision in any other figure', async () => {
    const acceptance = await getAcceptance(context.ctx, scope);
    const shownRates = acceptance.byMethod.map((row) => [row.method, row.percentAccepted]);
    const rows = await runGuideQueryAt(context.warehouse, 'acceptanceRate', monday);
    expect(shownRates.sort()).toEqual(
      rows.map((row) => [row.assignment_method, Number(row.acceptance_rate)]).sort(),
    );
    expect(shownRates).toContainEqual(['llm_revised', 100]);
    expect(acceptance.reassigned).toBe(1);
    const others = { total: 2, accepted: 1, superseded: 1, rate: 0.5, rateDecided: 1 };
    expect(acceptance.all).toMatchObject({ ...others, external: 1 });
    expect(acceptance.byCsm).toMatchObject([{ csm: 'Ana', ...others }]);
    const total = (rows: readonly { readonly total: number }[]) =>
      rows.reduce((sum, row) => sum + row.total, 0);
    const { byWeek, byClass, byBand } = acceptance;
    expect([byWeek, byClass, byBand].map(total)).toEqual([2, 2, 2]);
    const listed = async (filter: Parameters<typeof getAcceptanceRows>[2]) =>
      (await getAcceptanceRows(context.ctx, scope, filter)).rows.map(({ id }) => id);
    expect(await listed({})).toEqual(['9001', '9003']);
    expect(await listed({ method: 'llm_revised' })).toEqual(['9002']);
  });

  it('appear on the account’s page as that program’s reassignments, without a link to its run', async () => {
    const { events, pending } = await getAccountHistory(context.ctx, { accountId: 'A' });
    expect(pending).toBeNull();
    expect(events.filter(({ kind }) => kind === 'recommended')).toMatchObject([
      {
        csm: 'Bo',
        state: 'accepted',
        score: null,
        earlierProgram: 'assigned',
        run: { id: '20260302_060000_revised', ours: false },
      },
      { csm: 'Ana', state: 'superseded', earlierProgram: 'replaced', assignedOutside: null },
    ]);
  });

  it('count as received outside the app, not as an accepted recommendation of the CSM', async () => {
    const page = { sort: 'name', descending: false, page: 1, pageSize: 10 } as const;
    const bo = await getCsm(context.ctx, { name: 'Bo', scope, ...page });
    expect(bo.outcomes).toMatchObject({ recommended: 0, accepted: 0, averageScore: null });
    expect(bo.lastReceivedAt).toEqual(new Date(hoursAgo(1)));
    expect(bo.weeks.filter(({ outside }) => outside > 0)).toMatchObject([
      { outside: 1, accepted: 0, overridden: 0 },
    ]);
    const ledger = await getLedger(context.ctx, scope);
    expect(ledger.totals).toMatchObject({ engine: { accounts: 1 }, outside: { accounts: 1 } });
    expect(ledger.assumed).toEqual({ neediness: 1, health: 1, revenue: 1 });
  });

  it('start the CSM’s cooling period, as in the guide’s query', async () => {
    const { cooling, guide } = await getCooling(context.ctx, scope);
    expect(cooling).toMatchObject([{ csm: 'Bo', since: new Date(hoursAgo(1)) }]);
    expect(guide).toMatchObject({ rows: [{ csm: 'Bo' }], differences: [] });
  });

  it('count in the guide’s figures of each CSM', async () => {
    const { recommended } = await getWorkload(context.ctx, scope);
    expect(recommended.map(({ csm, total, accepted }) => [csm, total, accepted]).sort()).toEqual([
      ['Ana', 2, 1],
      ['Bo', 1, 1],
    ]);
    const { rows } = await listLowScores(context.ctx);
    expect(rows).toMatchObject([{ id: '9001', state: 'superseded' }]);
  });

  it('share a table with this program’s runs, decisions, and undos, which leave the extra column alone', async () => {
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2 });
    await context.queryRows(
      `UPDATE ${tableNames.recommendations} SET assignment_date = TIMESTAMP '2023-01-02 03:04:05.678901'
        WHERE account_id <> 'C'`,
    );
    const everything = async () =>
      (
        await context.queryRows(`SELECT *, CAST(assignment_date AS VARCHAR) AS exact_date
          FROM ${tableNames.recommendations} ORDER BY recommendation_id`)
      ).map((row) => Object.values(row).map(String));
    const before = await everything();
    const { rows } = await readQueue(context.ctx);
    for (const { id, flags } of rows) {
      const accepted = await acceptRecommendation(context.ctx, {
        ...decisionRequest(id),
        acknowledged: [...flags],
      });
      expect(await everything()).not.toEqual(before);
      await undoDecision(context.ctx, accepted);
    }
    expect(await everything()).toEqual(before);
  });
});
