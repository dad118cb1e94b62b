import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { acceptRecommendation } from '@/lib/decisions/decide';
import type { Context } from '@/lib/server/context';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { withStatementSpy } from '@/test/support/statement-spy';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';

const asked = { period: { days: 30 }, zone: 'UTC' };

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana', manager: 'Eve', capacity: 1 }, { name: 'Bo' }],
    accounts: [
      { id: 'A', since: hoursAgo(400) },
      { id: 'B', since: hoursAgo(400), segment: 'Commercial' },
      { id: 'C', csm: 'Bo' },
    ],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(6) },
  ]);
});
afterAll(() => desk?.close());

const page = { sort: 'name', descending: false, page: 1, pageSize: 50 } as const;

type Look = (ctx: Context) => Promise<unknown>;

const workload: Look = async (ctx) =>
  (await getWorkload(ctx, asked)).books.map(({ owned }) => owned);
const csm: Look = async (ctx) => {
  const view = await getCsm(ctx, { name: 'Bo', ...page, scope: asked });
  return view.shares.map(({ mine, mean }) => [mine, mean]);
};
const diagnostics: Look = async (ctx) => {
  const { accounts, csms, pending } = await getDiagnostics(ctx);
  return [accounts, csms.excluded, pending];
};
const acceptance: Look = async (ctx) => (await getAcceptance(ctx, asked)).all;
const ledger: Look = async (ctx) => (await getLedger(ctx, asked)).totals;
const cooling: Look = async (ctx) => {
  const { outlook, week, kept } = await getCooling(ctx, asked);
  return [[...outlook.keptBy], week.lanes, kept.receipts];
};

/** What each page tells that it remembers, and the statement that answers it. */
const pages = [
  ['workload', workload, 'company.books'],
  ['a CSM', csm, 'company.books'],
  ['acceptance', acceptance, 'acceptance.figures'],
  ['the ledger', ledger, 'ledger.figures'],
  ['diagnostics', diagnostics, 'company.standing'],
  ['cooling', cooling, 'cooling.history'],
] as const;

/** The desk as a server has it, with a memory, and the statements that it sends. */
function remembering() {
  const sent: string[] = [];
  const watching = withStatementSpy(desk.ctx, ({ name }) => void sent.push(name));
  return { ctx: { ...watching, warehouse: withQueryCache(watching.warehouse) }, sent };
}

it.each(pages)(
  '%s looks through all there is once a minute, and anew when this program decided something',
  async (_, look, statement) => {
    const { ctx, sent } = remembering();
    const asks = async () => {
      sent.length = 0;
      const told = await look(ctx);
      return { told, times: sent.filter((name) => name === statement).length };
    };
    const first = await asks();
    expect(first.times).toBe(1);
    expect(await asks()).toEqual({ told: first.told, times: 0 });
    // Nor does the moment ask anew at which somebody looks.
    desk.advanceHours(0.01);
    expect((await asks()).times).toBe(0);
    await acceptRecommendation(ctx, {
      ...decisionRequest('1'),
      acknowledged: ['stale', 'cooling'],
    });
    const after = await asks();
    expect(after.times).toBe(1);
    expect(after.told).not.toEqual(first.told);
    expect(await look(desk.ctx)).toEqual(after.told);
  },
);

it('is shared by pages that tell the same, so that whoever goes from one to the next waits for it once', async () => {
  const { ctx, sent } = remembering();
  for (const look of [workload, csm, workload]) await look(ctx);
  expect(sent.filter((name) => name === 'company.books')).toHaveLength(1);
});

it('tells the pages what they can be narrowed to without a statement for that', async () => {
  const choices = {
    managers: ['Eve'],
    segments: ['Commercial', 'Residential'],
    levels: ['Corporate'],
  };
  expect((await getCooling(desk.ctx, asked)).choices).toEqual(choices);
  expect((await getWorkload(desk.ctx, asked)).choices).toEqual(choices);
});
