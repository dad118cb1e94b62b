import { ownCapacity } from '@/lib/engine/policy';
import { defaultPolicy } from '@/lib/policy/policy';
import { readModelOf } from '@/lib/read-model/read-model';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import type { Warehouse } from '@/lib/warehouse/types';
import { accountSource } from './accounts';
import { handOver } from './arrivals';
import { addAccounts, publishCsms, refresh } from './data-team';
import { runDeterministically } from './deterministic';
import { EventQueue } from './event-queue';
import { demoPolicy } from './policy';
import { randomFrom } from './random';
import { planDay } from './simulate-day';
import type { Simulation } from './simulation';
import { storedTables, tablePath } from './stored-tables';
import { hireCsms, isEmployed, teams, usualFill } from './teams';
import { startOfDay, storedDays } from './workdays';

/**
 * Simulates the history with the real services under a simulated clock, and writes its tables to a
 * folder. The same seed gives the same files.
 * @param path of the temporary warehouse to work in
 */
export async function generateHistory(options: {
  readonly seed: number;
  readonly path: string;
  readonly folder: string;
  /** Workdays to generate: all unless a test needs fewer. */
  readonly count?: number;
  readonly report?: (day: string) => void;
}): Promise<void> {
  const { seed, path, folder, count = storedDays.length, report = () => {} } = options;
  const days = storedDays.slice(0, count).map(startOfDay);
  const first = days[0] as number;
  const warehouse = await openDuckDb({ path, create: true });
  try {
    // One thread: sums of floating-point numbers depend on the order of the rows.
    await warehouse.script('SET GLOBAL threads = 1');
    await setUp(warehouse, {
      now: new Date(first),
      policyJson: JSON.stringify(demoPolicy),
    });
    const random = randomFrom(seed);
    let clock = first;
    await runDeterministically(
      seed,
      () => clock,
      async () => {
        const simulation = await createCompany(warehouse, random, days);
        const queue = new EventQueue();
        for (const csm of simulation.csms) {
          const { leavesAt } = csm;
          if (leavesAt !== null) queue.add(leavesAt, (at) => handOver(simulation, csm, at));
        }
        for (const [i, start] of days.entries()) {
          const forgotten = i === days.length - 2 ? 2 : 0;
          planDay(simulation, queue, { start, days, progress: i / storedDays.length, forgotten });
        }
        for (const [i, start] of days.entries()) {
          clock = start;
          await queue.runUntil(start + DAY_MS);
          report(String(storedDays[i]));
        }
        await refresh(warehouse, clock + DAY_MS);
      },
    );
    await exportTables(warehouse, folder);
  } finally {
    await warehouse.close();
  }
}

async function createCompany(
  warehouse: Warehouse,
  random: Simulation['random'],
  days: readonly number[],
): Promise<Simulation> {
  const first = days[0] as number;
  const csms = hireCsms(random, days);
  const newAccount = accountSource(random);
  await publishCsms(warehouse, csms, first);
  for (const csm of csms.filter((each) => isEmployed(each, first))) {
    const size = Math.round(ownCapacity(csm, defaultPolicy) * usualFill + 1.5 * random.normal());
    const accounts = Array.from({ length: size }, () => {
      const { segment, level } = csm.segment
        ? csm
        : random.weighted(teams.slice(0, -1), (t) => t.size);
      return newAccount({ segment, level });
    });
    await addAccounts(warehouse, accounts, { status: 'Complete', owner: () => csm.name });
  }
  const readModel = readModelOf(warehouse);
  return { warehouse, readModel, random, csms, newAccount, reserved: new Map() };
}

/** What a run measured depends on the machine, so its durations are replaced by plausible ones. */
const durations = `regexp_replace(result, '"took":\\{[^}]*\\}', '"took":{"reading":'
  || (45 + ascii(right(run_id, 1))) || ',"solving":' || (ascii(right(run_id, 2)) / 10) || '}') AS result`;

const EXPORT_TIMEOUT_MS = 10 * MINUTE_MS;

async function exportTables(warehouse: Warehouse, folder: string): Promise<void> {
  for (const table of storedTables) {
    const columns = table.key === 'runs' ? `* REPLACE (${durations})` : '*';
    await warehouse.script(
      `COPY (SELECT ${columns} FROM ${table.name} ORDER BY ${table.order})
TO '${tablePath(folder, table).replaceAll("'", "''")}'
(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)`,
      { timeoutMs: EXPORT_TIMEOUT_MS },
    );
  }
}
