import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defaultPolicy } from '@/lib/policy/policy';
import { readModelOf } from '@/lib/read-model/read-model';
import { startRun } from '@/lib/runs/start-run';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { measureCost, printMachine } from './measure';

/** Whole runs on the embedded warehouse, from reading to saving. CPU time covers all threads. */

const start = Date.parse('2026-06-01T09:00:00.000Z');
const segments = ['Residential', 'Commercial'];
const levels = ['Corporate', 'Enterprise'];

printMachine();
for (const [accountCount, csms] of [
  [60, 40],
  [500, 100],
  [500, 500],
] as const) {
  const { warehouse, dispose } = await temporaryDuckDb(new Date(start));
  const assigned = csms * 60;
  const account = (n: number) => ({
    neediness: ((n * 7919) % 101) / 10,
    health: (n * 104_729) % 101,
    revenue: (n * 31_337) % 1_000_000,
    segment: segments[n % 2] ?? null,
    level: levels[n % 3 === 0 ? 1 : 0] ?? null,
  });
  await seedCompany(warehouse, {
    csms: Array.from({ length: csms }, (_, n) => ({
      name: `CSM ${n}`,
      tenureMonths: 3 + (n % 60),
      capacity: 100,
    })),
  });
  for (let from = 0; from < assigned; from += 5_000) {
    await seedCompany(warehouse, {
      accounts: Array.from({ length: Math.min(5_000, assigned - from) }, (_, n) => ({
        id: `B-${from + n}`,
        csm: `CSM ${(from + n) % csms}`,
        ...account(from + n),
      })),
    });
  }
  await seedCompany(warehouse, {
    accounts: Array.from({ length: accountCount }, (_, n) => ({ id: `N-${n}`, ...account(n) })),
  });
  const ctx = {
    warehouse,
    readModel: readModelOf(warehouse),
    person: { email: 'mia@example.com', name: 'Mia', role: 'manager' },
    now: () => new Date(start),
  } as const;
  const run = async (dryRun: boolean) => {
    const { done } = await startRun(ctx, {
      mode: 'batch',
      batchSize: 500,
      dryRun,
      review: 'off',
    });
    await done;
  };
  /** Returns the accounts to the pool, so that the next saved run places them again. */
  const deleteRecommendations = () =>
    warehouse.script(
      [tableNames.recommendations, tableNames.explanations]
        .map((table) => `DELETE FROM ${table}`)
        .join(';'),
    );
  for (const dryRun of [true, false]) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const { median, p95, cpu } = await measureCost(
      async () => {
        delay.enable();
        await run(dryRun);
        delay.disable();
      },
      15,
      async () => {
        if (dryRun) return;
        await deleteRecommendations();
        // Open work is in memory before a run starts.
        ctx.readModel.invalidate();
        await ctx.readModel.facts(defaultPolicy, ctx.now());
      },
    );
    const ms = (value: number) => `${value.toFixed(0).padStart(5)} ms`;
    console.log(
      `${`${accountCount} accounts × ${csms} CSMs, ${dryRun ? 'dry run' : 'saved'}`.padEnd(36)}`,
      `median ${ms(median)}  p95 ${ms(p95)}  CPU ${ms(cpu)}`,
      ` event loop p99 ${ms(delay.percentile(99) / 1e6)}  max ${ms(delay.max / 1e6)}`,
    );
  }
  await dispose();
}
