import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hashPassword } from '@/lib/members/password';
import { MINUTE_MS } from '@/lib/time';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { addMembers, isBuilt, startApp } from './app';
import { largeWarehouse, printSize } from './large-warehouse';
import { checkStored, readHistory } from './load/check-stored';
import { managerThinks } from './load/manager';
import { leadReads } from './load/ops-lead';
import { isMemoryFlat, machineLoad, printProblems, printTimes } from './load/report';
import { PASSWORD, runLoad } from './load/run-load';
import { startSnowflakeProcess } from './load/snowflake-server';

/**
 * Managers decide and ops leads read pages for some minutes, on the production server in a process of its
 * own. Fails if a request fails, a decision is lost or stored twice, memory grows, or decisions are slow.
 */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    managers: { type: 'string', default: '50' },
    leads: { type: 'string', default: '20' },
    /** Recommendations in the warehouse. */
    rows: { type: 'string', default: '1000000' },
    /** Those of them that are pending. */
    pending: { type: 'string', default: '10000' },
    /** `duckdb` or `snowflake`. */
    warehouse: { type: 'string', default: 'duckdb' },
    /** How much longer each statement takes on Snowflake's test server, in ms. */
    delay: { type: 'string', default: '150' },
    /** Writes a CPU profile of the server to this file, which slows the server. */
    profile: { type: 'string' },
  },
});

const { profile } = values;
const onSnowflake = values.warehouse === 'snowflake';
const durationMs = Number(values.minutes) * MINUTE_MS;
/** The same load before it is measured, until caches are full and code is compiled. */
const warmUpMs = durationMs / 5;
/** On Snowflake, a decision takes several statements, which nobody waits for. */
const goalMs = onSnowflake ? 5_000 : 500;

const pending = Number(values.pending);
const size = {
  recommendations: Number(values.rows),
  pending,
  accounts: 45_000 + pending,
  csms: 500,
  pendingExplained: true,
};
const emailsOf = (role: string, count: string) =>
  Array.from({ length: Number(count) }, (_, index) => `${role}-${index + 1}@example.com`);
const people = {
  managers: emailsOf('manager', values.managers),
  leads: emailsOf('lead', values.leads),
};

if (isBuilt('load')) {
  const inSeconds = ({ min, max }: { readonly min: number; readonly max: number }) =>
    `every ${min / 1_000} to ${max / 1_000} s`;
  printSize(size);
  console.log(
    `${values.managers} managers decide ${inSeconds(managerThinks)}, ${values.leads} ops leads open a page ${inSeconds(leadReads)}, for ${values.minutes} minutes after ${warmUpMs / 1_000} s of warm-up`,
  );
  console.log(
    onSnowflake ? `Snowflake’s test server, ${values.delay} ms per statement` : 'embedded',
  );
  console.log(`load average before: ${machineLoad()}`);

  const { warehouse, path, dispose } = await largeWarehouse(size, new Date());
  const passwordHash = await hashPassword(PASSWORD);
  await addMembers(warehouse, 'manager', people.managers, passwordHash);
  await addMembers(warehouse, 'viewer', people.leads, passwordHash);
  const before = await readHistory(warehouse, {
    lastDecided: size.recommendations - pending,
    pending,
  });
  await warehouse.close();

  const snowflake = onSnowflake
    ? await startSnowflakeProcess(databaseFiles(path), Number(values.delay))
    : null;
  const app = await startApp(path, snowflake?.settings);
  const { measurements, samples, kept } = await runLoad(
    { app, snowflake },
    { people, size, durationMs, warmUpMs, profile: profile && resolve(profile) },
  );
  const logged = app.problemCount();
  await app.stop();
  await snowflake?.close();

  const p95 = printTimes(measurements);
  console.log('');
  const isFlat = isMemoryFlat(samples, kept);
  console.log(
    `decisions: p95 ${p95.toFixed(0)} ms (goal: under ${goalMs} ms on two quiet cores), load average now ${machineLoad()}`,
  );
  const stored = await openDuckDb({ path });
  const differences = await checkStored(stored, before, measurements.confirmed);
  await stored.close();
  await dispose();
  console.log(`${measurements.confirmed.length} confirmed decisions, with those of the warm-up`);
  printProblems('failed requests', measurements.problems);
  printProblems('in the warehouse', differences);
  console.log(`warnings and errors in the server’s log: ${logged}`);

  const isClean = measurements.problems.size === 0 && differences.size === 0 && logged === 0;
  if (!isClean || !isFlat || !(p95 < goalMs)) process.exitCode = 1;
}
