import { cpus } from 'node:os';

/** Says what the figures below were measured on. */
export function printMachine(): void {
  const [cpu] = cpus();
  console.log(`${cpus().length} cores, ${cpu?.model ?? 'unknown'}, Node ${process.version}`);
}

/**
 * Runs `work` a few times after one warm-up and prints median, fastest and slowest in ms.
 * @param between what comes before each time, and is not counted
 */
export async function measure(
  name: string,
  work: (round: number) => Promise<unknown>,
  rounds = 9,
  between: (round: number) => Promise<unknown> = async () => {},
): Promise<number> {
  await work(0);
  const times: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await between(round);
    const started = performance.now();
    await work(round);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(rounds / 2)] as number;
  const figure = (ms: number | undefined) => (ms ?? Number.NaN).toFixed(1).padStart(9);
  console.log(
    `${name.padEnd(44)} median ${figure(median)} ms   min ${figure(times[0])}   max ${figure(times.at(-1))}`,
  );
  return median;
}
