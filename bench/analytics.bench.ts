/** The data of each page of figures on a large embedded warehouse. */
import { getAcceptance } from '@/lib/analytics/get-acceptance';
import { getAccountHistory } from '@/lib/analytics/get-account-history';
import { getCooling } from '@/lib/analytics/get-cooling';
import { getCsm } from '@/lib/analytics/get-csm';
import { getDiagnostics } from '@/lib/analytics/get-diagnostics';
import { getLedger } from '@/lib/analytics/get-ledger';
import { getScopeChoices } from '@/lib/analytics/get-scope-choices';
import { getWorkload } from '@/lib/analytics/get-workload';
import type { Context } from '@/lib/context';
import { cached } from '@/lib/warehouse/cached';
import { largeCompany } from './large-warehouse';
import { measure } from './measure';

const { ctx: anew, dispose } = await largeCompany('viewer');
// As the server reads: remembered for a minute is what does not depend on the time of day.
const ctx = { ...anew, warehouse: cached(anew.warehouse) };

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
await measure(
  'an account',
  (round) => getAccountHistory(ctx, { accountId: `A-${5_000 + round}` }),
  rounds,
);
await measure('diagnostics', () => getDiagnostics(ctx), rounds);
const nothing = 'with nothing remembered';
for (const [name, work] of pagesOf(30, anew)) await measure(`${name}, ${nothing}`, work, rounds);
await measure(`diagnostics, ${nothing}`, () => getDiagnostics(anew), rounds);
await dispose();
