import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, openDesk } from '@/lib/testing/desk';
import { engines } from '@/lib/testing/engine';
import { describeOnEveryEngine } from '@/lib/testing/on-engines';
import { questions } from './contract/questions.testing';
import { seedRandomCompany } from './contract/random-company.testing';

const others = engines.filter((engine) => engine !== 'duckdb');

describeOnEveryEngine(
  'the same rows give the same answers as the embedded warehouse',
  (on) => {
    let embedded: Desk;
    let other: Desk;
    beforeAll(async () => {
      [embedded, other] = await Promise.all([openDesk('duckdb'), openDesk(on)]);
    });
    afterAll(async () => {
      await embedded?.close();
      await other?.close();
    });

    it.each([1, 2])('to every question about random company %i', async (seed) => {
      for (const { warehouse, clear } of [embedded, other]) {
        await clear();
        await seedRandomCompany(warehouse, seed);
      }
      let answered = 0;
      for (const question of questions()) {
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
