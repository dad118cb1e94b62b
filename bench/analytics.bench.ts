import { setTimeout as pause } from 'node:timers/promises';
import { v4 as uuid } from 'uuid';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getAccountHistory } from '@/lib/analytics/account/get-account-history';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { acceptRecommendation } from '@/lib/decisions/decide';
import { listQueue } from '@/lib/decisions/queue';
import type { Context } from '@/lib/server/context';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { withDefaults } from '@/lib/warehouse/request-warehouse';
import { noFilter } from '@/test/support/test-context';
import { largeCompany } from './large-warehouse';
import { measure, measureInTurn } from './measure';

/** The data of each page of figures on a large embedded warehouse. */

const acknowledged = ['cooling', 'stale', 'velocity', 'at_capacity'] as const;

/**
 * Does `work` while a manager accepts one recommendation after the other and gets the queue after
 * each, as the program answers a decision, with `everyMs` to look at the next.
 */
async function whileDeciding(ctx: Context, everyMs: number, work: () => Promise<unknown>) {
  let isDone = false;
  const queue = () => listQueue(ctx, { filter: noFilter, sort: [], page: 1, pageSize: 50 });
  const decide = async () => {
    for (let { rows } = await queue(); !isDone; { rows } = await queue()) {
      await pause(everyMs);
      const recommendationId = rows[0]?.id ?? '';
      await acceptRecommendation(ctx, {
        ...{ recommendationId, requestId: uuid(), acknowledged: [...acknowledged] },
      });
    }
  };
  const deciding = decide();
  try {
    await work();
  } finally {
    isDone = true;
    await deciding;
  }
}

const { ctx: anew, dispose } = await largeCompany('manager');
// As the server reads. Closing the cache leaves the warehouse open.
const serving = () => {
  const open = { ...withDefaults(anew.warehouse, {}), close: async () => {} };
  return { ...anew, warehouse: withQueryCache(open) };
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
