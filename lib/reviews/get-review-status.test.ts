import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { HOUR_MS } from '@/lib/time';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { endReviewCall, insertReviewCall } from '@/lib/warehouse/sql/review-calls';
import { tableNames } from '@/lib/warehouse/tables';
import { expireReviews } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import { monday, openTestContext, type TestContext } from '@/test/support/test-context';
import { getReviewStatus } from './get-review-status';
import { estimateCost } from './token-usage';

const claude = { ANTHROPIC_API_KEY: 'sk-1', ANTHROPIC_MODEL: 'claude-sonnet-5-5' };
const usage = { input: 1_000, cacheWrite: 2_000, cacheRead: 30_000, output: 4_000 };

let testContext: TestContext;
beforeAll(async () => {
  testContext = await openTestContext();
});
afterAll(() => testContext.close());
beforeEach(() => testContext.clear());

const readStatus = (settings: typeof claude | undefined = claude) =>
  getReviewStatus({ ...testContext.as('Vera', 'viewer'), claude: settings });

interface Call {
  readonly id: string;
  readonly hoursAgo?: number;
  readonly kind?: 'now' | 'batch';
  readonly model?: string;
  readonly ended?: boolean;
}

async function reviewed({ id, hoursAgo = 1, ...call }: Call): Promise<void> {
  const { kind = 'now', model = claude.ANTHROPIC_MODEL, ended = true } = call;
  const at = new Date(monday.getTime() - hoursAgo * HOUR_MS);
  await testContext.warehouse.transaction('test', async (session) => {
    await session.write(
      insertReviewCall({
        id,
        runId: `run-${id}`,
        kind,
        model,
        promptVersion: 1,
        by: 'mia@example.com',
        at,
        ttlMs: HOUR_MS,
      }),
    );
    if (!ended) return;
    await session.write(
      endReviewCall({
        id,
        status: 'done',
        failure: null,
        asked: 9,
        reviewed: 9,
        model,
        usage,
        latencyMs: 1,
        at,
      }),
    );
  });
}

it('reports that review is off without a key or by policy', async () => {
  expect(await readStatus()).toMatchObject({ off: null, model: 'claude-sonnet-5-5', last: null });
  expect(await getReviewStatus(testContext.ctx)).toMatchObject({ off: 'no_key', model: null });
  const policy = { ...defaultPolicy, review: { ...defaultPolicy.review, enabled: false } };
  await testContext.warehouse.transaction('test', (session) =>
    session.write(
      insertPolicy({
        version: 2,
        policyJson: JSON.stringify(policy),
        note: null,
        createdBy: 'x',
        now: monday,
      }),
    ),
  );
  expect((await readStatus()).off).toBe('disabled');
});

it('sums this month’s usage like plain SQL and estimates its cost by model and kind', async () => {
  await reviewed({ id: 'a' });
  await reviewed({ id: 'b', kind: 'batch' });
  await reviewed({ id: 'c', model: 'claude-of-tomorrow' });
  // The test clock is at 9:00 on March 2.
  await reviewed({ id: 'd', hoursAgo: 24 + 9 });
  await reviewed({ id: 'e', hoursAgo: 24 + 9.01 });
  const { month } = await readStatus();
  const [plain] = await testContext.queryRows(
    `SELECT SUM(input_tokens + cache_write_tokens + cache_read_tokens + output_tokens) AS tokens
    FROM ${tableNames.reviewCalls} WHERE started_at >= CAST('2026-03-01' AS TIMESTAMP_NTZ)`,
  );
  expect(month.tokens).toBe(Number(plain?.tokens));
  expect(month.tokens).toBe(4 * 37_000);
  const cost = estimateCost(claude.ANTHROPIC_MODEL, usage, 'now') ?? 0;
  expect(month.cost).toBeCloseTo(2.5 * cost, 10);
  expect(month.unpriced).toEqual(['claude-of-tomorrow']);
  expect(month.from.toISOString()).toBe('2026-03-01T00:00:00.000Z');
});

it('returns the last review, as interrupted if it never ended', async () => {
  await reviewed({ id: 'a', hoursAgo: 1 });
  await reviewed({ id: 'b', hoursAgo: 0.1, ended: false });
  expect((await readStatus()).last).toMatchObject({ runId: 'run-b', status: 'started' });
  await expireReviews(testContext);
  expect((await readStatus()).last).toMatchObject({ runId: 'run-b', status: 'interrupted' });
});

it('needs only one statement', async () => {
  expect(await recordStatements(testContext.ctx, getReviewStatus)).toEqual(['review-calls.usage']);
});
