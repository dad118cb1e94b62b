import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { backends } from '@/test/support/test-warehouse';
import { allQueries } from './all-queries';
import { seedRandomCompany } from './random-company';

const others = backends.filter((engine) => engine !== 'duckdb');

describeOnEveryBackend(
  'the same rows give the same results as on the embedded warehouse',
  (on) => {
    let embedded: TestContext;
    let other: TestContext;
    beforeAll(async () => {
      [embedded, other] = await Promise.all([openTestContext('duckdb'), openTestContext(on)]);
    });
    afterAll(async () => {
      await embedded?.close();
      await other?.close();
    });

    it.each([1, 2])('for every query on random company %i', async (seed) => {
      for (const { warehouse, clear } of [embedded, other]) {
        await clear();
        await seedRandomCompany(warehouse, seed);
      }
      let answered = 0;
      for (const question of allQueries()) {
        const { name, binds } = question;
        const [wanted, answer] = await Promise.all([
          embedded.warehouse.read(question),
          other.warehouse.read(question),
        ]);
        expect({ name, binds, answer }).toEqual({ name, binds, answer: wanted });
        answered += wanted.length;
      }
      expect(answered).toBeGreaterThan(500);
    });
  },
  others,
);
