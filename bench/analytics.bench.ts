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
import { listQueue } from '@/lib/decisions/queue';
import type { Context } from '@/lib/server/context';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { withDefaults } from '@/lib/warehouse/request-warehouse';
import { acceptRecommendation } from '@/test/support/decisions';
import { noFilter } from '@/test/support/test-context';
import { largeCompany } from './large-warehouse';
import { measure, measureInTurn } from './measure';

/** The services of the analytics pages on a large embedded warehouse. */

const acknowledged = ['cooling', 'stale', 'velocity', 'at_capacity'] as const;

/**
 * Runs `work` while a manager accepts one recommendation every `everyMs` and loads the queue after
 * each decision.
 */
async function whileDeciding(ctx: Context, everyMs: number, work: () => Promise<unknown>) {
  let isDone = false;
  const queue = () => listQueue(ctx, { filter: noFilter, sort: [], page: 1, pageSize: 50 });
  const decide = async () => {
    for (let { rows } = await queue(); !isDone; { rows } = await queue()) {
      await pause(everyMs);
      const recommendationId = rows[0]?.id ?? '';
      await acceptRecommendation(ctx, {
        recommendationId,
        requestId: uuid(),
        acknowledged: [...acknowledged],
      });
    }
  };
  const decisions = decide();
  try {
    await work();
  } finally {
    isDone = true;
    await decisions;
  }
}

const { ctx: uncached, dispose } = await largeCompany('manager');
// Reads through the query cache, as the server does. Closing the cache leaves the warehouse open.
const cachedContext = () => {
  const open = { ...withDefaults(uncached.warehouse, {}), close: async () => {} };
  return { ...uncached, warehouse: withQueryCache(open) };
};
const ctx = cachedContext();

/** Enough for a stable median on a shared machine. */
const rounds = 25;

const book = { sort: 'name', descending: false, page: 1, pageSize: 50 } as const;

const pagesOf = (days: number, reader: Context = ctx) => {
  const scope = { period: { days }, zone: 'Europe/Oslo' };
  return [
    ['workload', () => getWorkload(reader, scope)],
    ['effort ledger', () => getLedger(reader, scope)],
    ['acceptance', () => Promise.all([getAcceptance(reader, scope), getScopeChoices(reader)])],
    ['cooling', () => getCooling(reader, scope)],
    ['a CSM', (round: number) => getCsm(reader, { ...book, name: `CSM ${round}`, scope })],
  ] as const;
};

// Warm up: the first calls include JIT compilation.
for (const [, work] of [...pagesOf(30), ...pagesOf(30), ...pagesOf(30)]) await work(0);

for (const days of [30, 90, 364]) {
  for (const [name, work] of pagesOf(days)) await measure(`${name}, ${days} days`, work, rounds);
}
const narrow = {
  period: { days: 30 },
  zone: 'Europe/Oslo',
  managers: ['Manager 3'],
  segments: ['Residential'],
  levels: ['Corporate'],
};
await measure('acceptance, 30 days of a team and class', () => getAcceptance(ctx, narrow), rounds);
const perRecord = (reader: Context) =>
  [
    [
      'an account',
      (round: number) => getAccountHistory(reader, { accountId: `A-${5_000 + round}` }),
    ],
    ['diagnostics', () => getDiagnostics(reader)],
  ] as const;
for (const [name, work] of perRecord(ctx)) await measure(name, work, rounds);
await ctx.warehouse.close();
for (const [name, work] of [...pagesOf(30, uncached), ...perRecord(uncached)]) {
  await measure(`${name}, uncached`, work, rounds);
}

// Views are less frequent than decisions, and at a random time between two of them.
const deciding = cachedContext();
const views = [...pagesOf(30, deciding), ...perRecord(deciding)];
const randomPause = (turn: number) => pause((turn * 370) % 1_000);
await whileDeciding(deciding, 2_000, () =>
  measureInTurn(
    views.map(([name, work]) => [`${name}, during decisions`, work]),
    rounds,
    randomPause,
  ),
);
await deciding.warehouse.close();
await dispose();
