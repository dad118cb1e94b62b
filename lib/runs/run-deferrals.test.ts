import { beforeEach, describe, expect, it } from 'vitest';
import type { RunDeferral } from '@/lib/read-model/run-schemas';
import { seedCompany } from '@/test/support/company';
import { runToCompletion, storeAsEarlierRun, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo } from '@/test/support/test-context';
import { getRun } from './read-runs';
import { replayRun } from './replay-run';
import { exportDeferrals, listDeferrals } from './run-deferrals';

const context = seededTestContext();

const ACCOUNTS = 1_203;
const UNTAKEN = 2;
const ids = Array.from({ length: ACCOUNTS }, (_, n) => `A${n}`);

beforeEach(() =>
  seedCompany(context.warehouse, {
    csms: [{ name: 'Ana', segment: 'Residential', awayUntil: hoursAgo(-30) }],
    accounts: [
      ...ids.map((id, n) => ({ id, segment: 'Residential', since: hoursAgo(ACCOUNTS + 9 - n) })),
      ...['X', 'Y'].map((id) => ({ id, segment: 'Industrial', since: hoursAgo(5_000) })),
    ],
  }),
);

async function listAll(runId: string): Promise<{ listed: string[]; totals: Set<number> }> {
  const run = await getRun(context.ctx, runId);
  const listed = [];
  const totals = new Set<number>();
  for (let page = 1, left = 1; left > 0; page++) {
    const { rows, total } = await listDeferrals(context.ctx, run, { page, pageSize: 200 });
    totals.add(total);
    listed.push(...rows.map(({ accountId }) => accountId));
    left = total - listed.length;
  }
  return { listed, totals };
}

async function exportAll(runId: string): Promise<RunDeferral[]> {
  const exported = [];
  const run = await getRun(context.ctx, runId);
  for await (const batch of await exportDeferrals(context.as('Vi', 'viewer'), run)) {
    exported.push(...batch);
  }
  return exported;
}

describe('the accounts that a run did not place', () => {
  it('are all listed in pages and exported, however many there are', async () => {
    const { id, deferred, result } = await runToCompletion(context.ctx, wholeBatch);
    expect(deferred).toBe(ACCOUNTS + UNTAKEN);
    expect(await listAll(id)).toEqual({ listed: ids, totals: new Set([ACCOUNTS]) });
    const exported = await exportAll(id);
    expect(exported.map(({ accountId }) => accountId)).toEqual([...ids, 'X', 'Y']);
    expect(exported.at(-3)).toMatchObject({
      accountId: 'A1202',
      reason: 'away',
      until: Date.parse(hoursAgo(-30)),
      segment: 'Residential',
      counts: { away: 1 },
    });
    expect(result).toMatchObject({ reasons: { away: ACCOUNTS }, untaken: [{ accounts: UNTAKEN }] });
    expect(result?.deferrals).toHaveLength(500);
    expect(await replayRun(context.ctx, id)).toMatchObject({ differences: [] });
  });

  it('end with the last page, whatever page is asked for', async () => {
    const run = await runToCompletion(context.ctx, wholeBatch);
    const { page, rows } = await listDeferrals(context.ctx, run, { page: 99, pageSize: 500 });
    expect([page, rows.length, rows.at(-1)?.accountId]).toEqual([3, 203, 'A1202']);
  });

  it('of an earlier run are those that it stored with its result', async () => {
    const { id } = await runToCompletion(context.ctx, wholeBatch);
    await storeAsEarlierRun(context, id);
    const stored = ids.slice(0, 500);
    expect(await listAll(id)).toEqual({ listed: stored, totals: new Set([500]) });
    expect((await exportAll(id)).map(({ accountId }) => accountId)).toEqual(stored);
    expect(await replayRun(context.ctx, id)).toMatchObject({
      deferred: ACCOUNTS + UNTAKEN,
      differences: [],
    });
  });
});
