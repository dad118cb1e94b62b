import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getRecommendation, listCandidates } from '@/lib/decisions/recommendation-details';
import { seedCompany } from '@/test/support/company';
import { overrideRecommendation } from '@/test/support/decisions';
import { describeOnDuckDb } from '@/test/support/describe-backends';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const table = 'CSM_ROUTING_RECOMMENDATIONS_CANNE';
const inputs = { neediness: 7.26, health: 59.75, revenue: 12_345.5 };

describe('the account data stored with a recommendation', () => {
  beforeEach(async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [{ id: 'A', ...inputs }],
    });
    await runToCompletion(context.ctx, wholeBatch);
    // The data team's production columns are whole numbers.
    await context.queryRows(`UPDATE ${table} SET neediness_score = ROUND(neediness_score),
      health_score = ROUND(health_score), revenue = ROUND(revenue)`);
  });

  it('is shown, colored, and sorted by as it was during the run', async () => {
    const { rows } = await readQueue(context.ctx, { filter: { colors: ['red'] } });
    expect(rows).toMatchObject([inputs]);
    const { recommendation } = await getRecommendation(context.ctx, rows[0]?.id ?? '');
    expect(recommendation).toMatchObject({ ...inputs, color: 'red' });
  });

  it('is shown for an account that no longer exists', async () => {
    const [row] = (await readQueue(context.ctx)).rows;
    await context.queryRows('DELETE FROM CSM_ROUTING_ONBOARDING');
    await context.queryRows('DELETE FROM data_csm_routing_account_health_revenue_tad_neediness');
    const [ana] = await listCandidates(context.ctx, { recommendationId: row?.id ?? '' });
    expect(ana?.bookAfter).toMatchObject({ accounts: 1, neediness: 7.26, revenue: 12_345.5 });
  });
});

describeOnDuckDb('a value too long for its column', 'its columns hold no more', () => {
  it('is truncated at a word boundary if it is free text', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [{ id: 'A' }],
    });
    const feedback = `${'Bo knows 🙂 '.repeat(60)}`;
    const at = context.now().toISOString();
    await insertExternalRecommendations(context.warehouse, [
      { id: 9001, account: 'A', csm: 'Ana', at, feedback },
    ]);
    await overrideRecommendation(context.ctx, {
      ...decisionRequest('9001'),
      csm: 'Bo',
      reason: 'workload',
    });
    const [row] = await context.queryRows(
      'SELECT llm_review_feedback FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE',
    );
    const stored = String(row?.llm_review_feedback);
    expect([...stored].length).toBeLessThanOrEqual(500);
    expect(stored).toMatch(/^(?:Bo knows 🙂 )+(?:Bo|Bo knows|Bo knows 🙂)…$/u);
  });

  it('fails the run and names the value if it is a name', async () => {
    const name = `Maximilian ${'von und zu '.repeat(9)}Hohenlohe`;
    await seedCompany(context.warehouse, { csms: [{ name }], accounts: [{ id: 'A' }] });
    expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({
      status: 'failed',
      stage: 'saving',
      failureCode: 'invalid_input',
      failure: expect.stringContaining('has 119 characters, and the data team’s tables hold 100'),
    });
    expect(await context.queryRows(`SELECT * FROM ${table}`)).toEqual([]);
  });
});
