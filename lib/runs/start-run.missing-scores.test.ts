import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explanationSchema } from '@/lib/read-model/explanation-schema';
import { setUp } from '@/lib/warehouse/schema/setup';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany, type TestAccount } from '@/test/support/company';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { monday, openTestContext, readQueue, type TestContext } from '@/test/support/test-context';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

// The pool's medians: neediness 4, health 70, revenue 40,000.
const owned: readonly TestAccount[] = [3, 4, 5].map((n) => ({
  id: `owned-${n}`,
  csm: 'Ana',
  neediness: n,
  health: n * 10 + 30,
  revenue: n * 10_000,
}));

/** The account fields as binds; JSON has no NaN. */
const finite = (account: Partial<TestAccount>) =>
  Object.fromEntries(Object.entries(account).filter(([, value]) => !isStrange(value)));
const isStrange = (value: unknown) => typeof value === 'number' && !Number.isFinite(value);

const columns = { neediness: 'neediness_score', health: 'health_score', revenue: 'revenue' };

async function routed(account: Partial<TestAccount>) {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [...owned, { id: 'X', ...finite(account) }],
  });
  for (const score of ['neediness', 'health', 'revenue'] as const) {
    if (!isStrange(account[score])) continue;
    const spelled = String(account[score]).replace('Infinity', 'inf');
    await context.queryRows(`UPDATE ${tableNames.accountScores}
      SET ${columns[score]} = CAST('${spelled}' AS DOUBLE) WHERE account_id_ob = 'X'`);
  }
  const run = await runToCompletion(context.ctx, wholeBatch);
  expect(run).toMatchObject({ status: 'succeeded', placed: 1 });
  const [stored] = await context.queryRows('SELECT explanation FROM CSM_ROUTING_EXPLANATIONS');
  const [recommendation] = await context.queryRows(
    'SELECT * FROM CSM_ROUTING_RECOMMENDATIONS_CANNE',
  );
  return {
    explanation: explanationSchema.parse(JSON.parse(String(stored?.explanation))),
    recommendation,
    placement: run.result?.placements[0],
  };
}

describe('a missing or invalid score', () => {
  it.each([
    ['neediness', null],
    ['neediness', 999],
    ['neediness', -1],
    ['neediness', Number.NaN],
    ['health', null],
    ['health', 101],
    ['health', Number.NEGATIVE_INFINITY],
    ['revenue', null],
    ['revenue', -5],
    ['revenue', Number.POSITIVE_INFINITY],
  ] as const)('(%s %s) becomes the median, reported as assumed', async (score, value) => {
    const median = { neediness: 4, health: 70, revenue: 40_000 }[score];
    const { explanation, recommendation, placement } = await routed({
      neediness: 4,
      health: 70,
      revenue: 40_000,
      [score]: value,
    });
    expect(explanation.assumed).toEqual({ [score]: median });
    expect(placement?.[score]).toBeNull();
    expect(recommendation?.[columns[score]]).toBeNull();
    expect((await readQueue(context.ctx)).rows[0]?.[score]).toBeNull();
  });

  it('is not assumed when all scores are known', async () => {
    const { explanation } = await routed({ neediness: 0, health: 0, revenue: 0 });
    expect(explanation.assumed).toEqual({});
    expect(explanation.color).toBe('red');
  });

  it('of health is not assumed when the source provides the color', async () => {
    const { explanation } = await routed({ health: null, color: 'RED' });
    expect(explanation.assumed).toEqual({});
    expect(explanation.color).toBe('red');
  });

  it('does not prevent routing when no account has any score', async () => {
    const nothing = { neediness: null, health: null, revenue: null, segment: null, level: null };
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', tenureMonths: null }],
      accounts: [{ id: 'X', name: null, ...nothing }],
    });
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run.result?.placements).toMatchObject([{ accountId: 'X', accountName: 'X' }]);
  });

  it('counts as the median in a CSM’s book, too', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [...owned, { id: 'odd', csm: 'Ana', neediness: 999, revenue: null }, { id: 'X' }],
    });
    await runToCompletion(context.ctx, wholeBatch);
    const [stored] = await context.queryRows('SELECT explanation FROM CSM_ROUTING_EXPLANATIONS');
    const { chosen } = explanationSchema.parse(JSON.parse(String(stored?.explanation)));
    // With X (5) in the pool, the median is 4.5, so Ana's book is 12 + 4.5; the same for revenue.
    expect(chosen.bookBefore).toMatchObject({ accounts: 4, neediness: 16.5, revenue: 165_000 });
  });
});

describe('an account that the source contains several times', () => {
  it('is routed, recommended, and shown once', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Ana' }, { name: 'Bo' }],
      accounts: [{ id: 'X' }, { id: 'X', neediness: 9 }, { id: 'X', csm: 'Bo', needsCsm: false }],
    });
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({ placed: 1, deferred: 0 });
    expect((await readQueue(context.ctx)).rows).toHaveLength(1);
  });

  it('is routed once even if the data team’s view returns duplicates', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'X' }] });
    await context.queryRows(`CREATE OR REPLACE VIEW ${tableNames.accounts} AS
      SELECT * FROM (VALUES
        ('X', 'Twice', NULL, TRUE, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL),
        ('X', 'Twice', NULL, NULL, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL),
        (NULL, 'None', NULL, TRUE, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL)
      ) AS v (account_id, account_name, tenant_id, needs_csm, needs_csm_since, current_csm,
        neediness_score, health_score, health_color, revenue, account_segment, account_level,
        industry)`);
    try {
      const run = await runToCompletion(context.ctx, wholeBatch);
      expect(run).toMatchObject({ status: 'succeeded', placed: 1, deferred: 0 });
      const { rows, pending } = await readQueue(context.ctx);
      expect([rows.length, pending]).toEqual([1, 1]);
      expect(rows[0]?.flags).toEqual([]);
    } finally {
      await context.queryRows(`DROP VIEW ${tableNames.accounts}`);
      await setUp(context.warehouse, { now: monday, policyJson: '{}' });
    }
  });
});
