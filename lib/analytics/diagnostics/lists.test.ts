import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { flags } from '@/lib/engine/flags';
import { seedCompany } from '@/test/support/company';
import { overrideRecommendation, rejectRecommendation } from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { insertTestReviews, runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import {
  exportFailures,
  exportLowScores,
  FAILURES_PAGE_SIZE,
  type Failure,
  listFailures,
  listLowScores,
} from './lists';

const acknowledged = [...flags];

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

describe('the lowest scores', () => {
  it('start with the guide’s ten rows, each with its state, and go on to the last', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] });
    const rows = Array.from({ length: 12 }, (_, n) => ({
      id: n + 1,
      account: `A${n}`,
      csm: 'Ana',
      at: hoursAgo(2),
      score: 30 + Math.floor(n / 4),
    }));
    await insertExternalRecommendations(context.warehouse, [
      ...rows.slice(0, 11),
      { id: 12, account: null, csm: 'Ana', at: hoursAgo(3), score: 2 },
      { id: 13, account: 'N', csm: null, at: hoursAgo(3), score: null },
      { id: 14, account: 'L', csm: 'Bo', at: '2026-03-01T00:00:00Z', score: 1, feedback: 'Thin.' },
      { id: 15, account: 'M', csm: 'Bo', at: '2026-02-28T23:59:59.999Z', score: 0 },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A2', csm: 'Bo', at: hoursAgo(1) },
    ]);
    await rejectRecommendation(context.ctx, {
      ...decisionRequest('1'),
      acknowledged,
      reason: 'other',
      note: 'No.',
    });
    await overrideRecommendation(context.ctx, {
      ...decisionRequest('2'),
      acknowledged,
      reason: 'other',
      note: 'Bo.',
      csm: 'Bo',
    });
    await insertTestReviews(context.warehouse, [
      { recommendationId: '4', verdict: 'reassign', suggestedCsm: 'Bo', feedback: 'Bo is free.' },
      { recommendationId: '5', verdict: 'approve', hidden: true },
    ]);
    const lowScores = await listLowScores(context.ctx);
    expect(lowScores.rows.map(({ id, state }) => [id, state])).toEqual([
      ['14', 'pending'],
      ['12', null],
      ['1', 'rejected'],
      ['2', 'overridden'],
      ['3', 'superseded'],
      ...['4', '5', '6', '7', '8'].map((id) => [id, 'pending']),
    ]);
    expect(lowScores.rows[0]).toMatchObject({
      accountId: 'L',
      csm: 'Bo',
      score: 1,
      feedback: 'Thin.',
      verdict: null,
    });
    // Claude's own text, without the verdict that the data team's column starts with.
    expect(lowScores.rows.filter(({ verdict }) => verdict)).toMatchObject([
      { id: '4', verdict: 'reassign', feedback: 'Bo is free.' },
    ]);
    expect(lowScores.rows.find(({ id }) => id === '5')).toMatchObject({ feedback: null });
    const next = await listLowScores(context.ctx, 2);
    expect([next.page, next.total]).toEqual([2, 14]);
    expect(next.rows.map(({ id }) => id)).toEqual(['9', '10', '11', '13']);
    const exported = (await exportLowScores(context.ctx)).flat();
    expect(exported).toEqual([...lowScores.rows, ...next.rows]);
  });
});

describe('the failed runs and reviews', () => {
  it('are all on their pages and in their export, newest first, for two weeks', async () => {
    await seedCompany(context.warehouse, { accounts: [{ id: 'A' }] });
    const run = await runToCompletion(context.ctx, wholeBatch);
    for (let n = 0; n < FAILURES_PAGE_SIZE; n++) {
      context.advanceHours(1);
      await runToCompletion({ ...context.ctx, now: context.now }, wholeBatch);
    }
    const ctx = { ...context.as('Vera', 'viewer'), now: context.now };
    const [first, last] = [await listFailures(ctx), await listFailures(ctx, 2)];
    expect([first.total, first.rows.length]).toEqual([FAILURES_PAGE_SIZE + 1, FAILURES_PAGE_SIZE]);
    expect(last.rows).toMatchObject([
      {
        kind: 'run',
        id: run.id,
        mode: 'batch',
        failure: run.failure,
        startedByName: 'Mia Manager',
      },
    ]);
    const exported: Failure[] = [];
    for await (const batch of await exportFailures(ctx)) exported.push(...batch);
    expect(exported.map(({ id }) => id)).toEqual([...first.rows, ...last.rows].map(({ id }) => id));
    context.advanceHours(14 * 24 + 1);
    expect(await listFailures({ ...ctx, now: context.now })).toMatchObject({ total: 0, rows: [] });
  });
});
