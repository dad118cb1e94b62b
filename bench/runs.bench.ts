import { readModelOf } from '@/lib/read-model/read-model';
import { startRun } from '@/lib/runs/start-run';
import { seedCompany } from '@/test/support/company';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { measure, printMachine } from './measure';

/** Whole runs on the embedded warehouse, from reading to saving: 60 × 40 and 500 × 500. */

const start = Date.parse('2026-06-01T09:00:00.000Z');
const segments = ['Residential', 'Commercial'];
const levels = ['Corporate', 'Enterprise'];

printMachine();
for (const [accountCount, csms] of [
  [60, 40],
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
    const { done } = await startRun(ctx, { mode: 'batch', batchSize: 500, dryRun });
    await done;
  };
  await measure(`${accountCount} accounts × ${csms} CSMs, dry run`, () => run(true), 7);
  const started = performance.now();
  await run(false);
  console.log(
    `${accountCount} accounts × ${csms} CSMs, saved: ${(performance.now() - started).toFixed(1)} ms`,
  );
  await dispose();
}
