import { describe, expect, it } from 'vitest';
import {
  type QueueRequest,
  queueFacets,
  queuePage,
  queueSortColumns,
} from '@/lib/warehouse/sql/queue';
import { recommendationsById } from '@/lib/warehouse/sql/recommendations';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import { recommendationStates } from '@/lib/warehouse/sql/shared/state';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { recommendationIds, seedRandomCompany } from './random-company';
import { wholeQueue } from './rows';

/** Statements of the queue page. */
export function describeQueue(harness: ContractHarness): void {
  const page = async (
    request: Omit<Partial<QueueRequest>, 'filter'> & { filter?: object } = {},
  ) => {
    const filter = { ...wholeQueue.filter, ...request.filter };
    return harness.read(queuePage({ ...wholeQueue, ...request, filter }));
  };
  const ids = async (request: Parameters<typeof page>[0]) =>
    (await page(request)).flatMap(({ row }) => (row ? [row.id] : []));
  const seed = async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }, { name: edgeCaseStrings[0] }],
      accounts: [
        { id: 'A', name: 'alpha' },
        { id: 'B', name: edgeCaseStrings[5], health: 10 },
      ],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1), score: 50, feedback: edgeCaseStrings[9] },
      { id: 2, account: 'B', csm: edgeCaseStrings[0], at: hoursAgo(2), score: 50, health: null },
      { id: 3, account: 'C', csm: 'Unknown', at: hoursAgo(30), score: null, level: null },
      { id: 4, account: 'D', csm: 'Ana', at: hoursAgo(3), accepted: true },
      { id: 5, account: 'E', csm: 'Ana', at: hoursAgo(3) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'E', csm: 'Ana', at: hoursAgo(170) },
    ]);
  };

  describe('the queue', () => {
    it('returns only totals, and no filter values, when nothing is pending', async () => {
      expect(await page()).toEqual([{ pending: 0, flagged: 0, matching: 0, row: null }]);
      expect(await harness.read(queueFacets())).toEqual([]);
    });

    it('returns pending recommendations, with the pending, flagged, and matching totals on every row', async () => {
      await seed();
      const rows = await page({ filter: { csms: ['Ana', 'Unknown'] } });
      expect(rows.map(({ row }) => row?.id)).toEqual(['1', '3', '5']);
      for (const row of rows) expect(row).toMatchObject({ pending: 4, flagged: 3, matching: 3 });
      const none = await page({ filter: { text: 'nothing like it' } });
      expect(none).toEqual([{ pending: 4, flagged: 3, matching: 0, row: null }]);
    });

    it('pages through ties without gaps or repeats, and returns the last page beyond the end', async () => {
      await insertExternalRecommendations(
        harness.context.warehouse,
        Array.from({ length: 25 }, (_, n) => ({
          ...{ id: n + 1, account: `A${n % 3}`, csm: 'Ana', at: hoursAgo(1) },
        })),
      );
      const sort = [{ column: 'score', descending: true }] as const;
      const pages: string[] = [];
      for (let offset = 0; offset < 30; offset += 10) {
        pages.push(...(await ids({ sort, limit: 10, offset })));
      }
      expect(pages).toEqual(Array.from({ length: 25 }, (_, n) => String(n + 1)));
      const last = ['21', '22', '23', '24', '25'];
      for (const offset of [20, 30, 1_000, 999_999_999_000]) {
        expect(await ids({ sort, limit: 10, offset })).toEqual(last);
      }
      expect(await ids({ sort, limit: 25, offset: 25 })).toHaveLength(25);
    });

    it.each(Object.keys(queueSortColumns) as (keyof typeof queueSortColumns)[])(
      'sorts by %s in both directions, missing values last and ties by id',
      async (column) => {
        await seed();
        const up = await ids({ sort: [{ column, descending: false }] });
        const down = await ids({ sort: [{ column, descending: true }] });
        expect({ up: up.join(''), down: down.join('') }).toEqual(orders[column]);
      },
    );

    it('applies each filter alone, and several together', async () => {
      await seed();
      const idsWith = async (filter: object) => (await ids({ filter })).join('');
      expect(await idsWith({ text: 'ALPHA' })).toBe('1');
      expect(await idsWith({ text: edgeCaseStrings[0] })).toBe('2');
      expect(await idsWith({ text: '日本 größe' })).toBe('2');
      expect(await idsWith({ text: '100%_' })).toBe('1');
      expect(await idsWith({ csms: [edgeCaseStrings[0], "x' OR 1=1"] })).toBe('2');
      expect(await idsWith({ methods: ['batch_optimized'] })).toBe('1235');
      expect(await idsWith({ segments: ['Commercial'] })).toBe('');
      expect(await idsWith({ levels: ['Corporate'] })).toBe('125');
      expect(await idsWith({ colors: ['red'] })).toBe('2');
      expect(await idsWith({ minScore: 50, maxScore: 50 })).toBe('12');
      expect(await idsWith({ minScore: 80.5 })).toBe('');
      expect(await idsWith({ runId: '20260302_080000' })).toBe('1235');
      expect(await idsWith({ flags: ['stale'] })).toBe('3');
      expect(await idsWith({ flags: ['none'] })).toBe('2');
      expect(await idsWith({ flags: ['any'], csms: ['Ana'], text: 'a' })).toBe('15');
      for (const flag of flags) await idsWith({ flags: [flag] });
    });

    it('returns the filter values with counts, sorted by kind and value', async () => {
      await seed();
      const facets = await harness.read(queueFacets());
      expect(facets.map(({ kind, value, rows_counted: n }) => `${kind} ${value}: ${n}`)).toEqual([
        'csm Ana: 2',
        `csm ${edgeCaseStrings[0]}: 1`,
        'csm Unknown: 1',
        'level Corporate: 3',
        'method batch_optimized: 4',
        'run 20260302_080000: 4',
        'segment Residential: 4',
      ]);
    });
  });

  it('lists exactly the recommendations whose state is pending', async () => {
    await seedRandomCompany(harness.context.warehouse, 3);
    const { now, limits } = wholeQueue;
    const everyId = recommendationIds.map(String);
    const all = await harness.read(recommendationsById({ ids: everyId, now, limits }));
    const pending = all.filter(({ state }) => state === 'pending').map(({ id }) => id);
    expect(pending.length).toBeGreaterThan(3);
    expect(new Set(all.map(({ state }) => state)).size).toBe(recommendationStates.length);
    expect((await ids({ limit: 100 })).sort()).toEqual(pending.sort());
  });
}

/** The expected order of ids when sorting by each column, ascending and descending. */
const orders: Readonly<Record<keyof typeof queueSortColumns, { up: string; down: string }>> = {
  account: { up: '1352', down: '2531' },
  csm: { up: '1523', down: '3215' },
  score: { up: '1253', down: '5123' },
  neediness: { up: '1235', down: '1235' },
  health: { up: '1352', down: '1352' },
  revenue: { up: '1235', down: '1235' },
  segment: { up: '1235', down: '1235' },
  level: { up: '1253', down: '1253' },
  verdict: { up: '1235', down: '1235' },
  feedback: { up: '1235', down: '1235' },
  age: { up: '3521', down: '1253' },
  flags: { up: '2153', down: '3512' },
};
