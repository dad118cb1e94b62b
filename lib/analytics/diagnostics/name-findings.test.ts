import { expect, it } from 'vitest';
import { countRoutableAccounts } from '@/lib/accounts/search';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation } from '@/test/support/decisions';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, readQueue } from '@/test/support/test-context';
import { diagnosticsFindings } from './findings';
import { getDiagnostics } from './get-diagnostics';

const context = seededTestContext();

async function findings() {
  const found = diagnosticsFindings(await getDiagnostics(context.ctx), 'en-US');
  return new Map(found.map((finding) => [finding.id, finding]));
}

const owned = (prefix: string, count: number, csm: string) =>
  Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, csm, needsCsm: false }));

it('reports probable misspellings, other spellings, and rows of the active list that are no CSM', async () => {
  await seedCompany(context.warehouse, {
    csms: [
      { name: 'Ines Ruiz' },
      { name: 'INES  RUIZ' },
      { name: 'Ivo Maly' },
      { name: '' },
      { name: 'Unassigned' },
      { name: 'Former Fay', active: false },
    ],
    accounts: [
      ...owned('a', 3, 'Ines Ruiz'),
      ...owned('b', 2, 'ines\u00A0ruiz'),
      ...owned('c', 4, 'Ivo Malý'),
      ...owned('d', 1, 'Ghost'),
      ...owned('e', 2, 'Former Fay'),
      ...owned('f', 5, 'N/A'),
    ],
  });
  const found = await findings();
  expect(found.get('misspelled-owners')).toMatchObject({
    title: '4 accounts probably belong to an active CSM whose name is misspelled',
    rows: [{ csm: 'Ivo Malý', note: '4 accounts, probably Ivo Maly' }],
  });
  expect(found.get('orphaned-books')?.rows).toHaveLength(3);
  expect(found.get('other-spellings')).toMatchObject({
    title: '2 accounts have another spelling of an active CSM’s name',
    rows: [{ csm: 'Ines Ruiz', note: '2 accounts: “ines␣ruiz”' }],
  });
  expect(found.get('listed-twice')?.rows).toEqual([
    { csm: 'Ines Ruiz', note: '2 rows: “INES ␣RUIZ”, “Ines Ruiz”' },
  ]);
  expect(found.get('listed-without-name')).toMatchObject({
    title: '2 rows of the active list have no name',
  });
});

it('reports active CSMs of whom only the name is known', async () => {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ann' }, { name: 'Bea', tenureMonths: null }],
  });
  expect((await findings()).get('csms-without-details')?.rows).toEqual([{ csm: 'Bea' }]);
});

it('an account that starts to need a CSM in the future is placed once, and reported', async () => {
  const since = '2999-12-31T00:00:00.000Z';
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ann' }],
    accounts: [
      { id: 'A', since },
      { id: 'B', csm: 'Ann', needsCsm: false },
    ],
  });
  const run = () => runToCompletion(context.ctx, { mode: 'batch', batchSize: 5 });
  expect((await run()).placed).toBe(1);
  const [row] = (await readQueue(context.ctx)).rows;
  expect(row?.waitingSince).toEqual(context.now());
  await acceptRecommendation(context.ctx, decisionRequest(row?.id ?? ''));
  context.advanceHours(5);
  expect(await countRoutableAccounts(context.ctx)).toEqual({ needing: 1, routable: 0 });
  expect(await run()).toMatchObject({ status: 'failed', failureCode: 'not_routable' });
  expect((await findings()).get('starts-later')).toMatchObject({
    title: '1 account starts to need a CSM in the future',
    rows: [{ account: 'A', note: 'starts', at: new Date(since) }],
  });
});
