import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { acceptRecommendation } from '@/lib/decisions/accept-recommendation';
import { type Desk, hoursAgo, on, openDesk } from '@/lib/testing/desk';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { watched } from '@/lib/testing/watched';
import { cached } from '@/lib/warehouse/cached';
import { getCooling } from './get-cooling';
import { getCsm } from './get-csm';
import { getDiagnostics } from './get-diagnostics';
import { getWorkload } from './get-workload';

const asked = { period: { days: 30 }, zone: 'UTC' };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
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
  await recommendElsewhere(desk.warehouse, [{ id: 1, account: 'A', csm: 'Ana', at: hoursAgo(6) }]);
});
afterAll(() => desk?.close());

const page = { sort: 'name', descending: false, page: 1, pageSize: 50 } as const;

/** What each page tells that depends on who owns how much. */
const pages: Readonly<Record<string, (ctx: Context) => Promise<unknown>>> = {
  workload: async (ctx) => (await getWorkload(ctx, asked)).books.map(({ owned }) => owned),
  cooling: async (ctx) => [...(await getCooling(ctx, asked)).outlook.keptBy],
  'a CSM': async (ctx) => {
    const view = await getCsm(ctx, { name: 'Bo', ...page, scope: asked });
    return view.shares.map(({ mine, mean }) => [mine, mean]);
  },
  diagnostics: async (ctx) => (await getDiagnostics(ctx)).csms.excluded,
};

/** The desk as a server has it, with a memory, and the statements that it sends. */
function remembering() {
  const sent: string[] = [];
  const watching = watched(desk.ctx, ({ name }) => void sent.push(name));
  return { ctx: { ...watching, warehouse: cached(watching.warehouse) }, sent };
}

it.each(Object.entries(pages))(
  '%s adds up the accounts once a minute, and anew when this program decided something',
  async (_, look) => {
    const { ctx, sent } = remembering();
    const asksBooks = async () => {
      sent.length = 0;
      const told = await look(ctx);
      return { told, books: sent.filter((name) => name === 'company.books').length };
    };
    const first = await asksBooks();
    expect(first.books).toBe(1);
    expect(await asksBooks()).toEqual({ told: first.told, books: 0 });
    await acceptRecommendation(ctx, { ...on('1'), acknowledged: ['stale', 'cooling'] });
    const after = await asksBooks();
    expect(after.books).toBe(1);
    expect(after.told).not.toEqual(first.told);
    expect(await look(desk.ctx)).toEqual(after.told);
  },
);

it('is shared by the pages, so that whoever goes from one to the next waits for it once', async () => {
  const { ctx, sent } = remembering();
  for (const look of Object.values(pages)) await look(ctx);
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
