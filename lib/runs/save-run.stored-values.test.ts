import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { overrideRecommendation } from '@/lib/decisions/decide';
import { getRecommendation, listCandidates } from '@/lib/decisions/recommendation-details';
import { seedCompany } from '@/test/support/company';
import { describeOnDuckDb } from '@/test/support/describe-backends';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const table = 'CSM_ROUTING_RECOMMENDATIONS_CANNE';
const seen = { neediness: 7.26, health: 59.75, revenue: 12_345.5 };

describe('the account data stored with a recommendation', () => {
  beforeEach(async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [{ id: 'A', ...seen }],
    });
    await runToCompletion(desk.ctx, wholeBatch);
    // The data team's production columns are whole numbers.
    await desk.queryRows(`UPDATE ${table} SET neediness_score = ROUND(neediness_score),
      health_score = ROUND(health_score), revenue = ROUND(revenue)`);
  });

  it('is shown, colored, and sorted by as it was during the run', async () => {
    const { rows } = await readQueue(desk.ctx, { filter: { colors: ['red'] } });
    expect(rows).toMatchObject([seen]);
    const { recommendation } = await getRecommendation(desk.ctx, rows[0]?.id ?? '');
    expect(recommendation).toMatchObject({ ...seen, color: 'red' });
  });

  it('is shown for an account that no longer exists', async () => {
    const [row] = (await readQueue(desk.ctx)).rows;
    await desk.queryRows('DELETE FROM CSM_ROUTING_ONBOARDING');
    await desk.queryRows('DELETE FROM data_csm_routing_account_health_revenue_tad_neediness');
    const [ana] = await listCandidates(desk.ctx, { recommendationId: row?.id ?? '' });
    expect(ana?.bookAfter).toMatchObject({ accounts: 1, neediness: 7.26, revenue: 12_345.5 });
  });
});

describeOnDuckDb('a value too long for its column', 'its columns hold no more', () => {
  it('is truncated at a word boundary if it is free text', async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [{ id: 'A' }],
    });
    const feedback = `${'Bo knows 🙂 '.repeat(60)}`;
    const at = desk.now().toISOString();
    await insertExternalRecommendations(desk.warehouse, [
      { id: 9001, account: 'A', csm: 'Ana', at, feedback },
    ]);
    await overrideRecommendation(desk.ctx, {
      ...decisionRequest('9001'),
      csm: 'Bo',
      reason: 'workload',
    });
    const [row] = await desk.queryRows(
      'SELECT llm_review_feedback FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE',
    );
    const kept = String(row?.llm_review_feedback);
    expect([...kept].length).toBeLessThanOrEqual(500);
    expect(kept).toMatch(/^(?:Bo knows 🙂 )+(?:Bo|Bo knows|Bo knows 🙂)…$/u);
  });

  it('fails the run and names the value if it is a name', async () => {
    const name = `Maximilian ${'von und zu '.repeat(9)}Hohenlohe`;
    await seedCompany(desk.warehouse, { csms: [{ name }], accounts: [{ id: 'A' }] });
    expect(await runToCompletion(desk.ctx, wholeBatch)).toMatchObject({
      status: 'failed',
      stage: 'saving',
      failureCode: 'invalid_input',
      failure: expect.stringContaining('has 119 characters, and the data team’s tables hold 100'),
    });
    expect(await desk.queryRows(`SELECT * FROM ${table}`)).toEqual([]);
  });
});
