import { loadavg } from 'node:os';
import type { Usage } from '@/bench/app';
import { percentiles } from '@/bench/measure';
import type { Measurements } from './measurements';
import type { SnowflakeUsage } from './snowflake-server';

/** CPU times so far in ms. */
export interface CpuTimes {
  readonly server: number;
  readonly generator: number;
  readonly snowflake: SnowflakeUsage | null;
}

/** What the server used at one moment. */
export interface Sample extends Usage {
  /** Seconds since the measurement began. */
  readonly at: number;
}

/** How much more memory the server may use in the last part than in the first one. */
const MAX_MEMORY_RATIO = 1.15;

const inMb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;

/** The machine's load average over one minute. */
export function machineLoad(): string {
  return (loadavg()[0] ?? 0).toFixed(2);
}

export function printSample({ at, rss, heapUsed }: Sample): void {
  const time = `${Math.round(at)} s`.padStart(6);
  console.log(
    `${time}: resident memory ${inMb(rss)}, used heap ${inMb(heapUsed)}, load average ${machineLoad()}`,
  );
}

/** Prints a row for each kind of request, and returns the 95th percentile of decisions. */
export function printTimes({ times, announcementTimes }: Measurements): number {
  const header = ['p50', 'p95', 'p99', 'max'].map((name) => name.padStart(8)).join('');
  console.log(`\n${'in ms'.padEnd(28)}${'count'.padStart(8)}${header}`);
  const kinds = [...times].sort(([, a], [, b]) => b.length - a.length);
  for (const [kind, all] of [...kinds, ['event stream delay', announcementTimes] as const]) {
    const figures = percentiles(all, [0.5, 0.95, 0.99, 1]).map((ms) => ms.toFixed(0).padStart(8));
    console.log(`${kind.padEnd(28)}${String(all.length).padStart(8)}${figures.join('')}`);
  }
  return percentiles(times.get('decision') ?? [], [0.95])[0] ?? Number.NaN;
}

/**
 * Memory is flat if neither the median resident memory of the last part of the samples nor the heap
 * that is left after a garbage collection is more than `MAX_MEMORY_RATIO` times what it was at first. A
 * part is a fifth of the samples: one minute of five.
 * @param kept the heap after a garbage collection, during the warm-up and after the measurement
 */
export function isMemoryFlat(
  samples: readonly Sample[],
  kept: { readonly before: number; readonly after: number },
): boolean {
  const part = Math.max(1, Math.floor(samples.length / 5));
  const resident = (some: readonly Sample[]) =>
    percentiles(
      some.map(({ rss }) => rss),
      [0.5],
    )[0] ?? Number.NaN;
  const first = resident(samples.slice(0, part));
  const last = resident(samples.slice(-part));
  const print = (name: string, from: number, to: number) =>
    console.log(
      `${name}: ${inMb(from)} at first, ${inMb(to)} at last, ratio ${(to / from).toFixed(2)} (goal: at most ${MAX_MEMORY_RATIO})`,
    );
  print(`resident memory, medians of ${part} samples`, first, last);
  print('heap after a garbage collection', kept.before, kept.after);
  return last <= MAX_MEMORY_RATIO * first && kept.after <= MAX_MEMORY_RATIO * kept.before;
}

/** Prints how much CPU time each process used, as a share of one core. */
export function printCpu(before: CpuTimes, after: CpuTimes, durationMs: number): void {
  const print = (name: string, ms: number) =>
    console.log(
      `CPU time of ${name}: ${(ms / 1_000).toFixed(1)} s, ${Math.round((100 * ms) / durationMs)}% of a core`,
    );
  print('the server', after.server - before.server);
  print('the load generator', after.generator - before.generator);
  if (!before.snowflake || !after.snowflake) return;
  print('Snowflake’s test server', after.snowflake.cpuMs - before.snowflake.cpuMs);
  console.log(`statements: ${after.snowflake.statements - before.snowflake.statements}`);
}

/** Prints counts by problem. */
export function printProblems(title: string, problems: ReadonlyMap<string, number>): void {
  console.log(`${title}: ${problems.size === 0 ? 'none' : ''}`);
  for (const [problem, count] of problems) console.log(`  ${problem}: ${count}`);
}
