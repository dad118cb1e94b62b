import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import type { Warehouse } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation, rejectRecommendation } from '@/test/support/decisions';
import { expectFactsAsLoaded, readFacts } from '@/test/support/read-model';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  readQueue,
} from '@/test/support/test-context';
import { startRun } from './start-run';

const refresh = { mode: 'refresh', review: 'off' } as const;

/** A is day-old, B has an inactive CSM, and C only waits for its CSM to cool down. */
const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }, { name: 'Gone', active: false }],
  accounts: ['A', 'B', 'C'].map((id) => ({ id, since: hoursAgo(50) })),
  recommendations: [
    { id: 901, account: 'A', csm: 'Ana', at: hoursAgo(30) },
    { id: 902, account: 'B', csm: 'Gone', at: hoursAgo(2) },
    { id: 903, account: 'C', csm: 'Cy', at: hoursAgo(2) },
  ],
});
const coolDown = (csm: string) =>
  upsertExternalAssignments(context.warehouse, [{ account: `of ${csm}`, csm, at: hoursAgo(1) }]);

const pending = async () =>
  new Map((await readQueue(context.ctx)).rows.map((row) => [row.accountId, row]));
const stale = async () => (await readQueue(context.ctx)).stale;

describe('a refresh', () => {
  it('places the accounts of stale recommendations again, and leaves those that will be ready', async () => {
    await coolDown('Cy');
    expect(await stale()).toBe(2);
    const run = await runToCompletion(context.ctx, refresh);
    expect(run).toMatchObject({
      mode: 'refresh',
      status: 'succeeded',
      batchSize: 2,
      accountId: null,
      placed: 2,
      deferred: 0,
      dryRun: false,
    });
    const rows = await pending();
    expect([...rows.keys()].sort()).toEqual(['A', 'B', 'C']);
    expect(rows.get('C')?.id).toBe('903');
    for (const account of ['A', 'B']) {
      expect(rows.get(account)).toMatchObject({
        runId: run.id,
        method: 'batch_optimized',
        recommendedAt: monday,
        flags: [],
      });
    }
    expect(await stale()).toBe(0);
    expect(
      await context.queryRows(
        `SELECT DISTINCT batch_size FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE run_id = '${run.id}'`,
      ),
    ).toMatchObject([{ batch_size: 2 }]);
    await expectFactsAsLoaded(context.ctx);
  });

  it('says what each recommendation replaces, and refuses to decide the old one', async () => {
    const { result } = await runToCompletion(context.ctx, refresh);
    const replaced = new Map(result?.placements.map((row) => [row.accountId, row.replaces]));
    expect(replaced.get('A')).toEqual({
      id: '901',
      csm: 'Ana',
      at: monday.getTime() - 30 * HOUR_MS,
    });
    const { id, recommendedCsm: csm } = (await pending()).get('A') ?? {};
    expect(
      await expectAppError(acceptRecommendation(context.ctx, decisionRequest('901'))),
    ).toMatchObject({ code: 'already_decided', details: { replacedBy: { id, csm } } });
  });

  it('ignores the old reservations of its accounts, but not those of others', async () => {
    await seedCompany(context.warehouse, {
      accounts: [
        { id: 'D', since: hoursAgo(50) },
        { id: 'E', since: hoursAgo(50) },
      ],
    });
    // Two of the three active CSMs are reserved: Ana by a stale recommendation, Cy by another one.
    await insertExternalRecommendations(context.warehouse, [
      { id: 904, account: 'D', csm: 'Gone', at: hoursAgo(3) },
      { id: 905, account: 'E', csm: 'Bo', at: hoursAgo(1) },
      { id: 906, account: 'A', csm: 'Ana', at: hoursAgo(2) },
    ]);
    const { result } = await runToCompletion(context.ctx, refresh);
    expect(result?.placements).toEqual([]);
    expect(result?.deferrals.map(({ accountId }) => accountId).sort()).toEqual(['B', 'D']);
    context.advanceHours(22.5);
    const later = await runToCompletion(context.ctx, refresh);
    expect(later.result?.placements.map(({ csm }) => csm).sort()).toEqual(['Ana', 'Bo', 'Cy']);
  });

  it('keeps the old recommendation of an account that it cannot place', async () => {
    await seedCompany(context.warehouse, {
      accounts: ['D', 'E'].map((id) => ({ id, since: hoursAgo(1) })),
    });
    await insertExternalRecommendations(
      context.warehouse,
      ['D', 'E'].map((account, n) => ({ id: 904 + n, account, csm: 'Gone', at: hoursAgo(1) })),
    );
    await coolDown('Cy');
    const run = await runToCompletion(context.ctx, refresh);
    expect(run).toMatchObject({ placed: 2, deferred: 2 });
    const rows = await pending();
    expect(run.result?.deferrals).toHaveLength(2);
    for (const { accountId, until, keeps } of run.result?.deferrals ?? []) {
      expect(rows.get(accountId)?.id).toBe(keeps?.id);
      expect(until).toBe(monday.getTime() + 3 * HOUR_MS);
    }
    expect(await stale()).toBe(2);
  });

  it('skips accounts that need no CSM or were assigned elsewhere, and says so', async () => {
    await seedCompany(context.warehouse, {
      accounts: [
        { id: 'D', needsCsm: false },
        { id: 'E', csm: 'Bo', needsCsm: true },
      ],
    });
    await insertExternalRecommendations(
      context.warehouse,
      ['D', 'E'].map((account, n) => ({ id: 904 + n, account, csm: 'Bo', at: hoursAgo(30) })),
    );
    const { result } = await runToCompletion(context.ctx, refresh);
    expect(result?.refresh).toEqual({
      left: 0,
      skipped: expect.arrayContaining([
        { accountId: 'D', accountName: expect.any(String), csm: 'Bo', reason: 'no_longer_needed' },
        {
          accountId: 'E',
          accountName: expect.any(String),
          csm: 'Bo',
          reason: 'assigned_elsewhere',
        },
      ]),
    });
    expect((await pending()).get('D')?.id).toBe('904');
  });

  it('leaves out what was decided before it saved', async () => {
    const reject = () =>
      rejectRecommendation(context.ctx, { ...decisionRequest('902'), reason: 'workload' });
    const { transaction } = context.warehouse;
    const warehouse: Warehouse = {
      ...context.warehouse,
      transaction: async (name, work, options) => {
        if (name === 'runs.save') await reject();
        return transaction(name, work, options);
      },
    };
    const run = await runToCompletion({ ...context.ctx, warehouse }, refresh);
    expect(run).toMatchObject({ status: 'succeeded', placed: 1, deferred: 0 });
    expect(run.result?.placements.map(({ accountId }) => accountId)).toEqual(['A']);
    expect(run.result?.refresh?.skipped).toMatchObject([{ accountId: 'B', reason: 'decided' }]);
    expect([...(await pending()).keys()].sort()).toEqual(['A', 'C']);
    await expectFactsAsLoaded(context.ctx);
  });

  it('changes nothing as a dry run', async () => {
    const before = await readFacts(context.ctx);
    const run = await runToCompletion(context.ctx, { ...refresh, dryRun: true });
    expect(run).toMatchObject({ placed: 2, dryRun: true });
    expect(await readFacts(context.ctx)).toBe(before);
    expect((await pending()).get('A')?.id).toBe('901');
    await expectFactsAsLoaded(context.ctx);
  });

  it('places at most 500 accounts, the stalest first, and says how many are left', async () => {
    const accounts = Array.from({ length: 502 }, (_, n) => `X-${n}`);
    await seedCompany(context.warehouse, {
      accounts: accounts.map((id) => ({ id, since: hoursAgo(60) })),
    });
    await insertExternalRecommendations(
      context.warehouse,
      accounts.map((account, n) => ({
        id: 1000 + n,
        account,
        csm: 'Ana',
        at: hoursAgo(40 + n / 100),
      })),
    );
    const run = await runToCompletion(context.ctx, { ...refresh, dryRun: true });
    expect(run.batchSize).toBe(500);
    expect(run.result?.refresh?.left).toBe(4);
    const read = [...(run.result?.placements ?? []), ...(run.result?.deferrals ?? [])].map(
      ({ accountId }) => accountId,
    );
    for (const newest of ['X-0', 'X-1', 'A', 'B']) expect(read).not.toContain(newest);
  });
});

describe('a refresh is refused', () => {
  it('if no pending recommendation is stale', async () => {
    await runToCompletion(context.ctx, refresh);
    expect(await expectAppError(startRun(context.ctx, refresh))).toMatchObject({
      code: 'not_routable',
      message: 'No pending recommendation is stale.',
    });
  });

  it('if all stale recommendations are for accounts that need none', async () => {
    await runToCompletion(context.ctx, refresh);
    await insertExternalRecommendations(context.warehouse, [
      { account: 'unknown', csm: 'Bo', at: hoursAgo(1) },
    ]);
    expect(await expectAppError(startRun(context.ctx, refresh))).toMatchObject({
      code: 'not_routable',
      message: expect.stringContaining('Reject these recommendations'),
    });
  });

  it('while another run is in progress', async () => {
    const started = await Promise.allSettled([
      startRun(context.ctx, refresh),
      startRun(context.ctx, refresh),
    ]);
    const refused = started.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'run_in_progress' } }]);
    for (const each of started) if (each.status === 'fulfilled') await each.value.done;
  });
});
