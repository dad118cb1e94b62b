/** The data of each page of figures on a large embedded warehouse. */
import { setTimeout as pause } from 'node:timers/promises';
import { getAcceptance } from '@/lib/analytics/get-acceptance';
import { getAccountHistory } from '@/lib/analytics/get-account-history';
import { getCooling } from '@/lib/analytics/get-cooling';
import { getCsm } from '@/lib/analytics/get-csm';
import { getDiagnostics } from '@/lib/analytics/get-diagnostics';
import { getLedger } from '@/lib/analytics/get-ledger';
import { getScopeChoices } from '@/lib/analytics/get-scope-choices';
import { getWorkload } from '@/lib/analytics/get-workload';
import type { Context } from '@/lib/context';
import { bound } from '@/lib/warehouse/bound';
import { cached } from '@/lib/warehouse/cached';
import { renewing } from '@/lib/warehouse/renewing';
import { largeCompany } from './large-warehouse';
import { measure, measureInTurn } from './measure';
import { whileDeciding } from './while-deciding';

const { ctx: anew, dispose } = await largeCompany('manager');
// As the server reads: what does not depend on the time of day is remembered, and asked again by
// itself after a change. Closed, it asks no more, and leaves the warehouse open.
const serving = () => {
  const open = { ...bound(anew.warehouse, {}), close: async () => {} };
  return { ...anew, warehouse: renewing(cached(open)) };
};
const ctx = serving();

/** Enough for a steady median where others use the machine too. */
const rounds = 25;

const book = { sort: 'name', descending: false, page: 1, pageSize: 50 } as const;

const pagesOf = (days: number, asker: Context = ctx) => {
  const scope = { period: { days }, zone: 'Europe/Oslo' };
  return [
    ['workload', () => getWorkload(asker, scope)],
    ['effort ledger', () => getLedger(asker, scope)],
    ['acceptance', () => Promise.all([getAcceptance(asker, scope), getScopeChoices(asker)])],
    ['cooling', () => getCooling(asker, scope)],
    ['a CSM', (round: number) => getCsm(asker, { ...book, name: `CSM ${round}`, scope })],
  ] as const;
};

// A server has answered before; the first answers pay for compiling the program.
for (const [, work] of [...pagesOf(30), ...pagesOf(30), ...pagesOf(30)]) await work(0);

for (const days of [30, 90, 364]) {
  for (const [name, work] of pagesOf(days)) await measure(`${name}, ${days} days`, work, rounds);
}
const narrow = {
  ...{ period: { days: 30 }, zone: 'Europe/Oslo', managers: ['Manager 3'] },
  ...{ segments: ['Residential'], levels: ['Corporate'] },
};
await measure('acceptance, 30 days of a team and class', () => getAcceptance(ctx, narrow), rounds);
const perRecord = (asker: Context) =>
  [
    [
      'an account',
      (round: number) => getAccountHistory(asker, { accountId: `A-${5_000 + round}` }),
    ],
    ['diagnostics', () => getDiagnostics(asker)],
  ] as const;
for (const [name, work] of perRecord(ctx)) await measure(name, work, rounds);
await ctx.warehouse.close();
for (const [name, work] of [...pagesOf(30, anew), ...perRecord(anew)]) {
  await measure(`${name}, with nothing remembered`, work, rounds);
}

// Each page is looked at more seldom than somebody decides, at any moment between two decisions.
const fresh = serving();
const views = [...pagesOf(30, fresh), ...perRecord(fresh)];
const anyMoment = (turn: number) => pause((turn * 370) % 1_000);
await whileDeciding(fresh, 2_000, () =>
  measureInTurn(
    views.map(([name, work]) => [`${name}, while somebody decides`, work]),
    rounds,
    anyMoment,
  ),
);
await fresh.warehouse.close();
await dispose();
