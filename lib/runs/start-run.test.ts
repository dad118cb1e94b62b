import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explanationSchema } from '@/lib/read-model/explanation-schema';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { seedCompany } from '@/test/support/company';
import { rejectRecommendation } from '@/test/support/decisions';
import { guideQueries } from '@/test/support/guide-queries';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  hoursAgo,
  monday,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { listRuns } from './read-runs';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const count = async (table: string) =>
  Number((await context.queryRows(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);
const written = async () => ({
  recommendations: await count('CSM_ROUTING_RECOMMENDATIONS_CANNE'),
  explanations: await count('CSM_ROUTING_EXPLANATIONS'),
  assignments: await count('ACCOUNT_CSM_ASSIGNMENTS_CANNE'),
});

const company = {
  csms: [{ name: 'Ana', tenureMonths: 40 }, { name: "Bo O'Neil 🙂" }, { name: 'Cy' }],
  accounts: [
    { id: 'A1', name: 'Größe “&” Söhne 🙂', neediness: 9, since: hoursAgo(50) },
    { id: "A'2", name: "O'Hara; DROP TABLE", since: hoursAgo(40) },
    { id: 'B1', csm: 'Cy' },
  ],
};

describe('a drain', () => {
  const drain = { mode: 'batch', batchSize: 500, maxPerRun: 2 } as const;
  const accounts = ['A1', 'A2', 'A3', 'A4', 'A5'].map((id) => ({ id, since: hoursAgo(40) }));

  it('gives each CSM up to its own number of accounts, and stores the number', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }], accounts });
    const run = await runToCompletion(context.ctx, drain);
    expect(run).toMatchObject({ maxPerRun: 2, policyVersion: 1, placed: 4, deferred: 1 });
    const csms = run.result?.placements.map(({ csm }) => csm).sort();
    expect(csms).toEqual(['Ana', 'Ana', 'Bo', 'Bo']);
    const stored = await context.queryRows(
      `SELECT max_per_run FROM CSM_ROUTING_RUNS WHERE run_id = '${run.id}'`,
    );
    expect(stored).toEqual([{ max_per_run: 2 }]);
  });

  it('leaves the next run with the number of the policy', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }], accounts });
    await runToCompletion(context.ctx, { ...drain, dryRun: true });
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({ maxPerRun: null, placed: 1, deferred: 4 });
  });
});

describe('a batch', () => {
  it('recommends a CSM for every account that needs one, with an explanation', async () => {
    await seedCompany(context.warehouse, company);
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({
      status: 'succeeded',
      stage: 'saving',
      mode: 'batch',
      dryRun: false,
      placed: 2,
      deferred: 0,
      policyVersion: 1,
      startedByName: 'Mia Manager',
      startedAt: monday,
      finishedAt: monday,
      failure: null,
    });
    expect(run.id).toMatch(/^20260302_090000_000[0-9a-z]{4}$/);
    const latest = await context.queryRows(guideQueries.latestRun);
    expect(latest).toHaveLength(2);
    expect(latest.find((row) => row.account_id === 'A1')).toMatchObject({
      recommendation_timestamp: monday,
      assignment_method: 'batch_optimized',
      neediness_score: 9,
      health_score: 75,
      revenue: 50_000,
      account_segment: 'Residential',
      account_level: 'Corporate',
      optimization_score: 100,
      llm_feedback: null,
      was_assigned: false,
      actual_assigned_csm: null,
      run_id: run.id,
      batch_size: 2,
    });
    const explained = await context.queryRows('SELECT * FROM CSM_ROUTING_EXPLANATIONS');
    for (const row of explained) {
      const ours = latest.find((other) => other.recommendation_id === row.recommendation_id);
      const explanation = explanationSchema.parse(JSON.parse(String(row.explanation)));
      expect(ours?.account_id).toBe(row.account_id);
      expect(explanation.chosen.csm).toBe(ours?.recommended_csm);
      expect(explanation.chosen.bookAfter.accounts).toBe(
        explanation.chosen.bookBefore.accounts + 1,
      );
    }
    expect(explained).toHaveLength(2);
    expect((await written()).assignments).toBe(0);
  });

  it('stores its result with account data, fairness, and a proof of optimality', async () => {
    await seedCompany(context.warehouse, company);
    const { result } = await runToCompletion(context.ctx, wholeBatch);
    expect(
      result?.placements.map(({ accountId, accountName }) => [accountId, accountName]),
    ).toEqual([
      ["A'2", "O'Hara; DROP TABLE"],
      ['A1', 'Größe “&” Söhne 🙂'],
    ]);
    const proof = result?.proof;
    expect(proof?.placed).toBe(2);
    expect(proof?.primal).toBeCloseTo(proof?.bound ?? Number.NaN, 9);
    expect(result?.fairness).toMatchObject({
      measure: 'within_class',
      before: { fullness: { accounts: { maxOverMean: 3 } } },
      after: { fullness: { accounts: { maxOverMean: 1 } } },
    });
    expect(result?.took).toEqual({
      reading: expect.any(Number),
      solving: expect.any(Number),
    });
    expect(result?.took.reading).toBeGreaterThan(0);
  });

  it('places the longest-waiting accounts first when the batch is too small for all', async () => {
    await seedCompany(context.warehouse, company);
    const run = await runToCompletion(context.ctx, { mode: 'batch', batchSize: 1 });
    expect(run.result?.placements.map((placed) => placed.accountId)).toEqual(['A1']);
  });

  it('defers accounts it cannot place, with the reason and when that changes', async () => {
    await seedCompany(context.warehouse, { ...company, csms: [{ name: 'Ana' }] });
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 1, deferred: 1 });
    expect(run.result?.deferrals).toMatchObject([
      {
        reason: 'max_per_run',
        until: monday.getTime() + 4 * HOUR_MS,
        counts: { max_per_run: 1 },
      },
    ]);
  });

  it('succeeds with all accounts deferred when no CSM is eligible', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', awayUntil: hoursAgo(-10) },
        { name: 'Bo', capacity: 0 },
      ],
      accounts: [{ id: 'A1' }],
    });
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 0, deferred: 1, failure: null });
    expect(run.result?.deferrals[0]?.counts).toEqual({ away: 1, at_capacity: 1 });
    expect(await written()).toEqual({ recommendations: 0, explanations: 0, assignments: 0 });
  });
});

describe('a dry run', () => {
  it('returns the result and writes only its own row', async () => {
    await seedCompany(context.warehouse, company);
    const dry = await runToCompletion(context.ctx, { mode: 'batch', batchSize: 10, dryRun: true });
    expect(dry).toMatchObject({ status: 'succeeded', dryRun: true, placed: 2 });
    expect(await written()).toEqual({ recommendations: 0, explanations: 0, assignments: 0 });
    context.advanceHours(1);
    const real = await runToCompletion(context.ctx, wholeBatch);
    expect(real.result?.placements.map(({ csm }) => csm)).toEqual(
      dry.result?.placements.map(({ csm }) => csm),
    );
  });
});

describe('a single run', () => {
  it('places only the requested account', async () => {
    await seedCompany(context.warehouse, company);
    const run = await runToCompletion(context.ctx, { mode: 'single', accountId: "A'2" });
    expect(run).toMatchObject({ mode: 'single', accountId: "A'2", batchSize: 1, placed: 1 });
    expect(await context.queryRows(guideQueries.latestRun)).toMatchObject([
      { account_id: "A'2", assignment_method: 'single_optimized', batch_size: 1 },
    ]);
  });
});

describe('a pending recommendation', () => {
  it('reserves its CSM, so the next run chooses another', async () => {
    await seedCompany(context.warehouse, { ...company, csms: [{ name: 'Ana' }] });
    await runToCompletion(context.ctx, { mode: 'single', accountId: 'A1' });
    context.advanceHours(1);
    const second = await runToCompletion(context.ctx, wholeBatch);
    expect(second.result?.deferrals).toMatchObject([
      { accountId: "A'2", reason: 'cooling', until: monday.getTime() + 4 * HOUR_MS },
    ]);
    context.advanceHours(4);
    const third = await runToCompletion(context.ctx, wholeBatch);
    expect(third.result?.placements).toMatchObject([{ accountId: "A'2", csm: 'Ana' }]);
  });

  it('releases the account and CSM when rejected, and excludes the pair for 30 days', async () => {
    await seedCompany(context.warehouse, { ...company, csms: [{ name: 'Ana' }, { name: 'Zed' }] });
    const single = { mode: 'single', accountId: 'A1' } as const;
    const first = (await runToCompletion(context.ctx, single)).result?.placements[0]?.csm ?? '';
    const reject = async () => {
      const [row] = (await readQueue(context.ctx)).rows;
      await rejectRecommendation(context.ctx, {
        ...decisionRequest(row?.id ?? ''),
        reason: 'wrong_fit',
      });
    };
    await reject();
    const second = await runToCompletion(context.ctx, single);
    expect(second.result?.placements[0]?.csm).not.toBe(first);
    await reject();
    const third = await runToCompletion(context.ctx, single);
    expect(third.result?.deferrals).toMatchObject([
      { reason: 'rejected_before', until: monday.getTime() + 30 * DAY_MS },
    ]);
    context.advanceHours(30 * 24);
    expect((await runToCompletion(context.ctx, single)).result?.placements).toHaveLength(1);
  });
});

describe('listRuns', () => {
  it('returns the newest first, and the last page for a page beyond the end', async () => {
    await seedCompany(context.warehouse, company);
    for (const accountId of ['A1', "A'2", 'nobody']) {
      await runToCompletion(context.ctx, { mode: 'single', accountId });
      context.advanceHours(1);
    }
    const { runs, total } = await listRuns(context.ctx, { page: 1, pageSize: 2 });
    expect(total).toBe(3);
    expect(runs.map((run) => run.accountId)).toEqual(['nobody', "A'2"]);
    const beyond = await listRuns(context.as('Vi', 'viewer'), { page: 9, pageSize: 2 });
    expect(beyond).toMatchObject({ total: 3, page: 2, runs: [{ accountId: 'A1' }] });
  });
});
