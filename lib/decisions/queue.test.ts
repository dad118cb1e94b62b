import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueueFilter } from '@/lib/read-model/queue-filter';
import type { QueueSortColumn } from '@/lib/read-model/queue-sort';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import {
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: "Bo O'Neil 🙂" }, { name: 'Gone', active: false }],
    accounts: [
      { id: 'A', name: 'alpha "Ltd"', color: 'Red' },
      { id: 'B', name: 'Beta 100%_of' },
      { id: 'C', name: 'gamma 🙂', health: null },
      { id: 'D', name: null },
    ],
  });
  await insertExternalRecommendations(context.warehouse, [
    { account: 'A', csm: 'Ana', at: hoursAgo(4), id: 1, score: 90, runId: 'r1', neediness: 9 },
    {
      account: 'B',
      csm: "Bo O'Neil 🙂",
      at: hoursAgo(3),
      id: 2,
      score: 50,
      runId: 'r1',
      method: 'single_optimized',
      segment: 'Commercial',
      health: 90,
      feedback: "They're a 5% fit",
    },
    {
      account: 'C',
      csm: 'Gone',
      at: hoursAgo(2),
      id: 3,
      score: null,
      runId: null,
      health: null,
      neediness: null,
      revenue: null,
      level: 'Enterprise',
    },
    { account: 'D', csm: 'Ana', at: hoursAgo(30), id: 4, score: 50, runId: 'r2', revenue: 1 },
    { account: 'E', csm: 'Ana', at: hoursAgo(9), id: 5, accepted: true, given: 'Ana' },
  ]);
});
afterAll(() => context.close());

const found = async (filter: Partial<QueueFilter>) =>
  (await readQueue(context.ctx, { filter })).rows.map((row) => row.accountId).join('');

describe('the queue filters', () => {
  it.each<[Partial<QueueFilter>, string]>([
    [{}, 'ABCD'],
    [{ runId: 'r1' }, 'AB'],
    [{ methods: ['single_optimized'] }, 'B'],
    [{ methods: ['single_optimized', 'batch_optimized'] }, 'ABCD'],
    [{ csms: ["Bo O'Neil 🙂", 'Gone'] }, 'BC'],
    [{ csms: ["'; DROP TABLE x; --"] }, ''],
    [{ segments: ['Commercial'] }, 'B'],
    [{ levels: ['Enterprise'] }, 'C'],
    [{ colors: ['red'] }, 'A'],
    [{ colors: ['green', 'yellow'] }, 'BD'],
    [{ flags: ['not_active'] }, 'C'],
    [{ flags: ['not_active', 'stale'] }, 'CD'],
    [{ flags: ['any'] }, 'CD'],
    [{ flags: ['none'] }, 'AB'],
    [{ minScore: 50 }, 'ABD'],
    [{ maxScore: 50 }, 'BD'],
    [{ minScore: 51, maxScore: 90 }, 'A'],
    [{ runId: 'r1', csms: ['Ana'], flags: ['none'] }, 'A'],
  ])('by %o', async (filter, accounts) => {
    expect(await found(filter)).toBe(accounts);
    expect((await readQueue(context.ctx, { filter })).matching).toBe(accounts.length);
  });

  it.each([
    ['ALPHA', 'A'],
    ['"ltd"', 'A'],
    ["o'neil", 'B'],
    ['100%', 'B'],
    ['5% fit', 'B'],
    ['%', 'B'],
    ['_of', 'B'],
    ['🙂', 'BC'],
    ['🙂 gone', 'C'],
    ['d', 'AD'],
    ['  ', 'ABCD'],
    ["' OR 1=1 --", ''],
  ])('by the search text %s', async (text, accounts) => {
    expect((await found({ text })).replaceAll(/[^ABCD]/g, '')).toBe(accounts);
  });
});

describe('the queue sorts', () => {
  const order = async (...sort: [QueueSortColumn, 'up' | 'down'][]) => {
    const by = sort.map(([column, way]) => ({ column, descending: way === 'down' }));
    return (await readQueue(context.ctx, { sort: by })).rows.map((row) => row.accountId).join('');
  };

  // Unknown values come last in both directions, and ties are in the default order.
  it.each<[QueueSortColumn, string, string]>([
    ['account', 'ABDC', 'CDBA'],
    ['csm', 'ADBC', 'CBAD'],
    ['score', 'BDAC', 'ABDC'],
    ['neediness', 'BDAC', 'ABDC'],
    ['health', 'ADBC', 'BADC'],
    ['revenue', 'DABC', 'ABDC'],
    ['segment', 'BADC', 'ADCB'],
    ['level', 'ABDC', 'CABD'],
    ['feedback', 'BADC', 'BADC'],
    ['age', 'DABC', 'CBAD'],
    ['flags', 'ABDC', 'DCAB'],
  ])('by %s', async (column, up, down) => {
    expect(await order([column, 'up'])).toBe(up);
    expect(await order([column, 'down'])).toBe(down);
  });

  it('by several columns, each in its own direction', async () => {
    expect(await order(['score', 'up'], ['age', 'down'])).toBe('BDAC');
    expect(await order(['csm', 'up'], ['score', 'down'], ['account', 'up'])).toBe('ADBC');
    expect(await order(['csm', 'up'], ['score', 'up'])).toBe('DABC');
  });
});

describe('the queue', () => {
  it('returns the pending, matching, and flagged counts, and the values to filter by', async () => {
    const page = await readQueue(context.ctx, { filter: { runId: 'r1' } });
    expect(page).toMatchObject({ pending: 4, matching: 2, flagged: 2, page: 1, pages: 1 });
    expect(page.facets).toEqual({
      csm: [
        { value: 'Ana', count: 2 },
        { value: "Bo O'Neil 🙂", count: 1 },
        { value: 'Gone', count: 1 },
      ],
      run: [
        { value: 'r1', count: 2 },
        { value: 'r2', count: 1 },
      ],
      method: [
        { value: 'batch_optimized', count: 3 },
        { value: 'single_optimized', count: 1 },
      ],
      segment: [
        { value: 'Commercial', count: 1 },
        { value: 'Residential', count: 3 },
      ],
      level: [
        { value: 'Corporate', count: 3 },
        { value: 'Enterprise', count: 1 },
      ],
    });
  });

  it('returns every row on exactly one page, even with ties', async () => {
    const sort = [{ column: 'method', descending: false }] as unknown as [];
    expect((await expectAppError(readQueue(context.ctx, { sort }))).code).toBe('invalid_input');
    const byScore = [{ column: 'score', descending: true }] as const;
    const pages = [1, 2, 3, 4].map((page) =>
      readQueue(context.ctx, { sort: byScore, page, pageSize: 1 }),
    );
    const rows = (await Promise.all(pages)).map((page) => page.rows[0]?.accountId);
    expect(rows.join('')).toBe('ABDC');
  });

  it('returns the last page if the requested page is past the end', async () => {
    const sort = [{ column: 'account', descending: false }] as const;
    const page = await readQueue(context.ctx, { sort, page: 1_000_000, pageSize: 3 });
    expect(page).toMatchObject({ page: 2, pages: 2, rows: [{ accountId: 'C' }] });
    const none = await readQueue(context.ctx, { filter: { runId: 'no' }, page: 7 });
    expect(none).toMatchObject({ page: 1, pages: 1, rows: [], matching: 0, pending: 4 });
  });

  it.each([
    [{ page: 0 }, 'page: must be at least 1.'],
    [{ page: 1.5 }, 'page: must be a whole number.'],
    [{ page: Number.NaN }, 'page: must be a number.'],
    [{ pageSize: 100_000 }, 'pageSize: can be at most 1,000.'],
    [{ sort: [{ column: '1; DROP', descending: true }] }, 'column: is not a queue column.'],
    [{ filter: { flags: ['1=1 OR'] } }, 'flags: contains an unknown flag.'],
    [{ filter: { minScore: Number.NaN } }, 'minScore: must be a number.'],
    [{ filter: { text: 'x'.repeat(10_000) } }, 'text: can have at most 200 characters.'],
  ])('refuses %o', async (asked, message) => {
    const answer = await expectAppError(
      readQueue(context.ctx, asked as Parameters<typeof readQueue>[1]),
    );
    expect(answer).toMatchObject({ code: 'invalid_input', message });
  });
});

describe('a small queue', () => {
  let small: TestContext;
  beforeAll(async () => {
    small = await openTestContext();
  });
  afterAll(() => small.close());
  beforeEach(() => small.clear());

  it('is an empty page if nothing is pending', async () => {
    const page = await readQueue(small.ctx, { filter: { text: 'x' } });
    expect(page).toMatchObject({ rows: [], pending: 0, matching: 0, flagged: 0, pages: 1 });
    expect(page.facets.csm).toEqual([]);
  });

  it('shows a recommendation whose values are all unknown', async () => {
    const nothing = { method: null, score: null, neediness: null, health: null, revenue: null };
    await insertExternalRecommendations(small.warehouse, [
      { ...nothing, account: 'A', csm: 'Ana', at: hoursAgo(1), segment: null, level: null },
    ]);
    const page = await readQueue(small.ctx, { pageSize: 1 });
    expect(page).toMatchObject({ pending: 1, matching: 1, pages: 1 });
    expect(page.rows).toMatchObject([
      { ...nothing, accountName: null, color: null, flags: ['not_active', 'no_longer_needed'] },
    ]);
  });
});
