import { expect, it } from 'vitest';
import { flags } from '@/lib/engine/flags';
import { defaultPolicy } from '@/lib/policy/policy';
import { queueFacets, queuePage } from '@/lib/warehouse/sql/queue';
import { tableNames } from '@/lib/warehouse/tables';
import { csmNames, seedRandomCompany } from '@/test/contract/random-company';
import { now, wholeQueue } from '@/test/contract/rows';
import { seededRandom } from '@/test/engine/builders';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { type QueueRequest, queryQueue } from './queue';
import type { QueueFilter } from './queue-filter';
import { queueSortColumns } from './queue-sort';

const context = seededTestContext();
const rules = { policy: defaultPolicy, now };

function randomRequest(random: () => number): QueueRequest {
  const chance = (share: number) => random() < share;
  const upTo = (max: number) => Math.floor(random() * (max + 1));
  const oneOf = <Value>(...values: readonly Value[]) => values[upTo(values.length - 1)] as Value;
  const some = <Value>(...values: readonly Value[]) =>
    chance(0.8) ? [] : values.filter(() => chance(0.5));
  const filter: QueueFilter = {
    text: chance(0.6)
      ? ''
      : oneOf(
          'a',
          'ana',
          'bo the',
          '🦊',
          'GRÖSSE',
          '%',
          "'",
          'a 1',
          '日本',
          'é',
          'null true',
          '\\',
        ),
    runId: chance(0.85) ? null : oneOf('20260301_090000_a', '20260302_080000', 'none'),
    methods: some('batch_optimized', 'single_optimized', 'x'),
    csms: some(...csmNames),
    segments: some('Residential', 'residential ', 'Commercial'),
    levels: some('Corporate', 'Enterprise'),
    colors: some('red', 'yellow', 'green'),
    flags: chance(0.7) ? [] : [oneOf(...flags, 'any', 'none'), oneOf(...flags, 'any', 'none')],
    verdicts: some('approve', 'caution', 'reassign', 'none'),
    minScore: chance(0.8) ? null : oneOf(0, 33.3, 34, 80, 101),
    maxScore: chance(0.8) ? null : oneOf(-1, 33.3, 80, 100),
  };
  const sort = [...queueSortColumns]
    .sort(() => random() - 0.5)
    .slice(0, upTo(3))
    .map((column) => ({ column, descending: chance(0.5) }));
  return { filter, sort, limit: oneOf(1, 3, 7, 50, 1_000), offset: oneOf(0, 0, 3, 7, 14, 1e12) };
}

it('returns the same page and totals as the statement, for random filters and sorts', async () => {
  let rowsSeen = 0;
  for (let seed = 1; seed <= 20; seed++) {
    await context.clear();
    await seedRandomCompany(context.warehouse, seed);
    // The statement had no class if the recommendation's was blank; now the account's is shown.
    await context.queryRows(
      `UPDATE ${tableNames.recommendations} SET account_segment = NULL WHERE TRIM(account_segment) = ''`,
    );
    await context.queryRows(
      `UPDATE ${tableNames.accountScores} SET segment = NULL WHERE TRIM(segment) = ''`,
    );
    context.ctx.readModel.invalidate();
    const random = seededRandom(1000 + seed);
    const facts = await context.ctx.readModel.facts(defaultPolicy, now);
    const whole = await context.warehouse.read(queuePage(wholeQueue));
    const byId = new Map(whole.flatMap(({ row }) => (row ? [[row.id, row]] : [])));
    for (let n = 0; n < 8; n++) {
      const request = randomRequest(random);
      const rows = await context.warehouse.read(queuePage({ ...wholeQueue, ...request }));
      const found = queryQueue(facts, request, rules);
      const [first] = rows;
      expect({
        seed,
        request,
        ids: found.rows.map(({ id }) => id),
        pending: found.pending,
        flagged: found.flagged,
        matching: found.matching,
      }).toEqual({
        seed,
        request,
        ids: rows.flatMap(({ row }) => (row ? [row.id] : [])),
        pending: first?.pending,
        flagged: first?.flagged,
        matching: first?.matching,
      });
      for (const row of found.rows)
        expect(byId.get(row.id)).toMatchObject({
          accountId: row.accountId,
          flags: row.flags,
          feedback: row.feedback,
          review: row.review,
        });
      rowsSeen += found.rows.length;
    }
    const facets = await context.warehouse.read(queueFacets());
    const { facets: found } = queryQueue(facts, wholeQueue, rules);
    const counts = (kind: 'segment' | 'level') => {
      const values = new Map<string, number>();
      for (const row of byId.values()) {
        const value = row[kind];
        if (value !== null) values.set(value, (values.get(value) ?? 0) + 1);
      }
      return [...values].map(([value, count]) => ({ value, count }));
    };
    for (const kind of ['segment', 'level'] as const) {
      expect(new Set(found[kind])).toEqual(new Set(counts(kind)));
    }
    for (const kind of ['csm', 'run', 'method'] as const) {
      expect(found[kind]).toEqual(
        facets
          .filter((facet) => facet.kind === kind)
          .map(({ value, rows_counted }) => ({ value, count: rows_counted })),
      );
    }
  }
  expect(rowsSeen).toBeGreaterThan(500);
});
