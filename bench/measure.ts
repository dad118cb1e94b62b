import { cpus } from 'node:os';

/** Prints the machine and Node version of the measurements. */
export function printMachine(): void {
  const [cpu] = cpus();
  console.log(`${cpus().length} cores, ${cpu?.model ?? 'unknown'}, Node ${process.version}`);
}

/** Runs `work` several times after a warm-up, and prints the median, minimum, and maximum in ms. */
export async function measure(name: string, work: Work, rounds = 9): Promise<number> {
  const [median = Number.NaN] = await measureInTurn([[name, work]], rounds);
  return median;
}

/** The measured function. Round 0 is the warm-up. */
export type Work = (round: number) => Promise<unknown>;

/**
 * Measures several functions, one after the other in each round.
 *
 * @param between runs before each one, unmeasured, with the number of previous ones
 */
export async function measureInTurn(
  works: readonly (readonly [name: string, work: Work])[],
  rounds: number,
  between: (turn: number) => Promise<unknown> = async () => {},
): Promise<number[]> {
  const times = works.map((): number[] => []);
  for (const [, work] of works) await work(0);
  for (let round = 1; round <= rounds; round++) {
    for (const [index, [, work]] of works.entries()) {
      await between((round - 1) * works.length + index);
      const started = performance.now();
      await work(round);
      times[index]?.push(performance.now() - started);
    }
  }
  return works.map(([name], index) => print(name, times[index] ?? []));
}

/** Wall and CPU time of one call, in milliseconds. The CPU time includes the warehouse's threads. */
export interface Cost {
  readonly median: number;
  readonly p95: number;
  readonly cpu: number;
}

/**
 * Runs `work` several times after a warm-up, and returns what a call costs.
 * @param after runs after each call, unmeasured
 */
export async function measureCost(
  work: Work,
  rounds: number,
  after: () => Promise<unknown> = async () => {},
): Promise<Cost> {
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
    const cpuBefore = process.cpuUsage();
    const started = performance.now();
    await work(round);
    const wall = performance.now() - started;
    const { user, system } = process.cpuUsage(cpuBefore);
    await after();
    if (round < WARM_UP_ROUNDS) continue;
    walls.push(wall);
    cpus.push((user + system) / 1000);
  }
  return { median: quantile(walls, 0.5), p95: quantile(walls, 0.95), cpu: quantile(cpus, 0.5) };
}

const WARM_UP_ROUNDS = 3;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function print(name: string, times: number[]): number {
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
  const figure = (ms: number | undefined) => (ms ?? Number.NaN).toFixed(1).padStart(9);
  console.log(
    `${name.padEnd(44)} median ${figure(median)} ms   min ${figure(times[0])}   max ${figure(times.at(-1))}`,
  );
  return median;
}

/** Prints the median, 95th percentile, and maximum of durations in ms. */
export function printPercentiles(name: string, times: readonly number[]): void {
  const [p50, p95, max] = percentiles(times, [0.5, 0.95, 1]).map((ms) => ms.toFixed(0).padStart(6));
  console.log(`${name.padEnd(44)} p50 ${p50} ms   p95 ${p95}   max ${max}`);
}

/** The percentiles of some values, each given as a share; NaN without values. */
export function percentiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return shares.map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}
