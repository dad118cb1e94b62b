import { expect, it } from 'vitest';
import { hoursAgo } from '@/lib/testing/desk';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { answersOf } from '../sql/answers';
import { companyBooks } from '../sql/company';
import { awkwardTexts } from './awkward.testing';
import type { Bench } from './bench.testing';
import { later, limits } from './rows.testing';

/** Who there is, who owns what, and what waits. */
export function describeCompany(bench: Bench): void {
  const name = awkwardTexts[0];
  const ask = () => bench.read(companyBooks(limits));

  it('is nothing where there is nobody and nothing', async () => {
    expect(await ask()).toEqual([]);
  });

  it('has everybody by their name, however it is spelled', async () => {
    const named = awkwardTexts.filter((text) => text.trim());
    const csm = { segment: 'Residential', level: 'Corporate', tenureMonths: 7.5 };
    await seedCompany(bench.desk.warehouse, {
      csms: [
        ...named.map((each, n) => ({ ...csm, name: each, capacity: n, manager: each })),
        { name: 'Gone', active: false, tenureMonths: null, awayUntil: hoursAgo(-5) },
      ],
    });
    const csms = answersOf(await ask(), 'csms');
    expect(csms).toHaveLength(named.length + 1);
    const known = { ...csm, question: 'csms', active: true, awayUntil: null };
    const gone = { manager: null, segment: null, level: null, capacity: null, tenureMonths: null };
    expect(csms).toEqual(
      expect.arrayContaining([
        ...named.map((each, n) => ({ ...known, name: each, capacity: n, manager: each })),
        { ...gone, question: 'csms', name: 'Gone', active: false, awayUntil: later(5) },
      ]),
    );
  });

  it('has the books of each class, with the median of all accounts where a score is missing', async () => {
    await seedCompany(bench.desk.warehouse, {
      accounts: [
        { id: 'A', csm: name, neediness: 9, health: 10, revenue: 1_000.25 },
        { id: 'A', csm: name, neediness: 9, health: 10, revenue: 1_000.25 },
        { id: 'B', csm: name, neediness: null, health: 70, level: 'Enterprise', revenue: null },
        { id: 'C', csm: 'Left', neediness: 8.5, color: 'Green', revenue: 3 },
        { id: 'D', csm: null, neediness: 1, health: null, revenue: 9, segment: null, level: null },
      ],
    });
    const books = answersOf(await ask(), 'books');
    const none = { red: 0, yellow: 0, green: 0, needy: 0 };
    const usual = { question: 'books', segment: 'Residential', level: 'Corporate', accounts: 1 };
    expect(books).toHaveLength(4);
    expect(books).toEqual(
      expect.arrayContaining([
        { ...usual, csm: name, ...none, neediness: 9, revenue: 1_000.25, red: 1, needy: 1 },
        {
          ...{ ...usual, csm: name, level: 'Enterprise', ...none, yellow: 1 },
          ...{ neediness: 8.5, revenue: 9 },
        },
        { ...usual, csm: 'Left', ...none, neediness: 8.5, revenue: 3, green: 1, needy: 1 },
        {
          ...{ ...usual, csm: null, segment: null, level: null, ...none },
          ...{ neediness: 1, revenue: 9 },
        },
      ]),
    );
  });

  it('tells how many accounts of each class wait for a recommendation', async () => {
    await seedCompany(bench.desk.warehouse, {
      accounts: [
        { id: 'A', csm: 'Ana' },
        { id: 'B', since: hoursAgo(20) },
        { id: 'C', segment: 'Commercial', since: hoursAgo(20) },
        { id: 'D', segment: 'Commercial', since: hoursAgo(20) },
      ],
    });
    await recommendElsewhere(bench.desk.warehouse, [
      { id: 1, account: 'B', csm: 'Ana', at: hoursAgo(1) },
    ]);
    expect(answersOf(await ask(), 'waiting')).toEqual([
      { question: 'waiting', segment: 'Commercial', level: 'Corporate', accounts: 2 },
    ]);
  });
}
