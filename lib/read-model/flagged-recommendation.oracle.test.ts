import { expect, it } from 'vitest';
import { flags } from '@/lib/engine/flags';
import { defaultPolicy } from '@/lib/policy/policy';
import { queuePage } from '@/lib/warehouse/sql/queue';
import { seedRandomCompany } from '@/test/contract/random-company';
import { now, wholeQueue } from '@/test/contract/rows';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { queryQueue } from './queue';

const context = seededTestContext();

it('lists the same pending recommendations, with the same flags, as the statement', async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 20; seed++) {
    await context.clear();
    await seedRandomCompany(context.warehouse, seed);
    const rows = await context.warehouse.read(queuePage(wholeQueue));
    const facts = await context.ctx.readModel.facts(defaultPolicy, now);
    const { rows: flagged } = queryQueue(facts, wholeQueue, { policy: defaultPolicy, now });
    // The statement showed no class if the recommendation's was blank; now the account's is shown.
    const byId = new Map(flagged.map((row) => [row.id, row]));
    const expected = rows.flatMap(({ row }) =>
      row
        ? [
            {
              ...row,
              segment: row.segment ?? byId.get(row.id)?.segment,
              level: row.level ?? byId.get(row.id)?.level,
            },
          ]
        : [],
    );
    for (const { flags } of flagged) for (const flag of flags) seen.add(flag);
    expect({ seed, rows: flagged.map(({ decision: _, ...row }) => row) }).toEqual({
      seed,
      rows: expected.map(({ decision: _, targetCsm: __, ...row }) => row),
    });
  }
  expect(seen.size).toBeGreaterThan(8);
  expect(flags.filter((flag) => !seen.has(flag))).toEqual([]);
});
