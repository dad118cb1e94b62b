import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import type { Context } from '@/lib/server/context';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation } from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { withStatementSpy } from '@/test/support/statement-spy';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';

const scope = { period: { days: 30 }, zone: 'UTC' };

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
beforeEach(async () => {
  await context.clear();
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana', manager: 'Eve', capacity: 1 }, { name: 'Bo' }],
    accounts: [
      { id: 'A', since: hoursAgo(400) },
      { id: 'B', since: hoursAgo(400), segment: 'Commercial' },
      { id: 'C', csm: 'Bo' },
    ],
  });
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(6) },
  ]);
});
afterAll(() => context?.close());

type PageRead = (ctx: Context) => Promise<unknown>;

const workload: PageRead = async (ctx) =>
  (await getWorkload(ctx, scope)).rows.map(({ owned }) => owned);
const diagnostics: PageRead = async (ctx) => {
  const { accounts, csms, pending } = await getDiagnostics(ctx);
  return [accounts, csms.excluded, pending];
};
const acceptance: PageRead = async (ctx) => (await getAcceptance(ctx, scope)).all;
const ledger: PageRead = async (ctx) => (await getLedger(ctx, scope)).totals;
const cooling: PageRead = async (ctx) => {
  const { toPlace, week, compliance } = await getCooling(ctx, scope);
  return [toPlace, week.lanes, compliance.receipts];
};

/** Each page's cached data, with the statement that loads it. */
const pages = [
  ['workload', workload, 'company.books'],
  ['acceptance', acceptance, 'acceptance.figures'],
  ['the ledger', ledger, 'ledger.figures'],
  ['diagnostics', diagnostics, 'company.needing'],
  ['cooling', cooling, 'cooling.history'],
] as const;

/** The test context with the server's query cache, and the statements it sends. */
function openCachedContext() {
  const sent: string[] = [];
  const spied = withStatementSpy(context.ctx, ({ name }) => void sent.push(name));
  return { ctx: { ...spied, warehouse: withQueryCache(spied.warehouse) }, sent };
}

it.each(pages)(
  'caches the data of %s for a minute and reloads it after a decision',
  async (_, readPage, statement) => {
    const { ctx, sent } = openCachedContext();
    const readAgain = async () => {
      sent.length = 0;
      const result = await readPage(ctx);
      return { result, statements: sent.filter((name) => name === statement).length };
    };
    const first = await readAgain();
    expect(first.statements).toBe(1);
    expect(await readAgain()).toEqual({ result: first.result, statements: 0 });
    // The cache key doesn't depend on the current time.
    context.advanceHours(0.01);
    expect((await readAgain()).statements).toBe(0);
    await acceptRecommendation(ctx, {
      ...decisionRequest('1'),
      acknowledged: ['stale', 'cooling'],
    });
    const after = await readAgain();
    expect(after.statements).toBe(1);
    expect(after.result).not.toEqual(first.result);
    expect(await readPage(context.ctx)).toEqual(after.result);
  },
);
