/** The data of each page of figures on a large embedded warehouse. */
import { getAcceptance } from '@/lib/analytics/get-acceptance';
import { getAccountHistory } from '@/lib/analytics/get-account-history';
import { getCooling } from '@/lib/analytics/get-cooling';
import { getCsm } from '@/lib/analytics/get-csm';
import { getDiagnostics } from '@/lib/analytics/get-diagnostics';
import { getLedger } from '@/lib/analytics/get-ledger';
import { getScopeChoices } from '@/lib/analytics/get-scope-choices';
import { getWorkload } from '@/lib/analytics/get-workload';
import { cached } from '@/lib/warehouse/cached';
import { largeCompany } from './large-warehouse';
import { measure } from './measure';

const { ctx: anew, dispose } = await largeCompany('viewer');
// As the server reads: remembered for a minute are the policy and who owns what, and of no page its
// other figures.
const ctx = { ...anew, warehouse: cached(anew.warehouse) };
const usual = { period: { days: 30 }, zone: 'Europe/Oslo' };

const book = { sort: 'name', descending: false, page: 1, pageSize: 50 } as const;

const pagesOf = (days: number) => {
  const scope = { period: { days }, zone: 'Europe/Oslo' };
  return [
    ['workload', () => getWorkload(ctx, scope)],
    ['effort ledger', () => getLedger(ctx, scope)],
    ['acceptance', () => getAcceptance(ctx, scope)],
    ['cooling', () => getCooling(ctx, scope)],
    ['a CSM', (round: number) => getCsm(ctx, { ...book, name: `CSM ${round}`, scope })],
  ] as const;
};

// A server has answered before; the first answers pay for compiling the program.
for (const [, work] of [...pagesOf(30), ...pagesOf(30), ...pagesOf(30)]) await work(0);

for (const days of [30, 90, 364]) {
  for (const [name, work] of pagesOf(days)) await measure(`${name}, ${days} days`, work);
}
const narrow = {
  ...{ period: { days: 30 }, zone: 'Europe/Oslo', managers: ['Manager 3'] },
  ...{ segments: ['Residential'], levels: ['Corporate'] },
};
await measure('acceptance, 30 days of a team and class', () => getAcceptance(ctx, narrow));
await measure('an account', (round) => getAccountHistory(ctx, { accountId: `A-${5_000 + round}` }));
await measure('diagnostics', () => getDiagnostics(ctx));
await measure('cooling, 30 days, with nothing remembered', () => getCooling(anew, usual));
await measure('what there is to narrow by', () => getScopeChoices(anew));
await dispose();
