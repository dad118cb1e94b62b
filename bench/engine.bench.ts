import highsLoader from 'highs';
import { routeAccounts } from '@/lib/engine/route-accounts';
import { drain } from '@/lib/engine/solver/drain';
import { randomProblem } from '@/test/engine/builders';
import { solveDrainWithHighs } from '@/test/engine/oracles';
import { randomDrainProblem } from '@/test/engine/random-drain-problem';
import { printMachine } from './measure';

/**
 * Measures the CPU time (ms) of whole engine runs, including explanations, and of the drain solver, on
 * seeded random problems. Compares small drain problems with HiGHS. Fails if a result is not what it proves.
 */

/** Costs are rounded to multiples of 2^-20, and HiGHS has a tolerance. */
const TOLERANCE = 1e-4;

printMachine();
measureRuns();
measureDrains();
await compareWithHighs();

function measureRuns(): void {
  console.log('\naccounts  CSMs  per CSM  runs     median     slowest  placed  proved');
  for (const { accounts, csms, maxPerRun, runs } of [
    { accounts: 60, csms: 40, maxPerRun: 1, runs: 51 },
    { accounts: 500, csms: 100, maxPerRun: 1, runs: 21 },
    { accounts: 500, csms: 500, maxPerRun: 1, runs: 11 },
    { accounts: 5_000, csms: 100, maxPerRun: 1, runs: 5 },
    { accounts: 300, csms: 40, maxPerRun: 8, runs: 5 },
  ]) {
    const times: number[] = [];
    let placed = 0;
    let proved = '';
    for (let run = 0; run < runs; run++) {
      const problem = randomProblem(accounts, csms, run);
      const policy = { ...problem.policy, maxPerRun };
      const before = process.cpuUsage();
      const result = routeAccounts({ ...problem, policy });
      times.push(cpuMsSince(before));
      if (result.status !== 'solved') throw new Error(`not solved: ${result.status}`);
      const { proof } = result;
      placed = proof.placed;
      const isProved =
        proof.placed === proof.placedBound &&
        (maxPerRun === 1 ? proof.primal === proof.bound : proof.primal >= proof.bound);
      if (!isProved) process.exitCode = 1;
      proved = isProved ? `gap ${proof.gapPercent?.toFixed(2) ?? '–'}%` : 'NO';
    }
    printRow([accounts, csms, maxPerRun, runs, ...middleAndLast(times), placed], proved);
  }
}

function measureDrains(): void {
  console.log('\n    rows  columns  places  runs     median     slowest  placed  memory and gaps');
  for (const { rows, columns, places, runs } of [
    { rows: 300, columns: 40, places: 8, runs: 5 },
    { rows: 300, columns: 40, places: 15, runs: 5 },
    { rows: 500, columns: 100, places: 5, runs: 3 },
    { rows: 5_000, columns: 100, places: 5, runs: 1 },
  ]) {
    const times: number[] = [];
    const gaps: string[] = [];
    let placed = 0;
    for (let seed = 0; seed < runs; seed++) {
      const problem = randomDrainProblem(rows, columns, places, seed);
      const before = process.cpuUsage();
      const solution = drain(problem);
      times.push(cpuMsSince(before));
      placed = solution.placed;
      if (solution.primal < solution.bound || placed !== solution.placedBound) process.exitCode = 1;
      gaps.push(`${solution.gapPercent?.toFixed(2) ?? '–'}%`);
    }
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    const notes = `peak ${peak} MB, gaps ${gaps.join(' ')}`;
    printRow([rows, columns, places, runs, ...middleAndLast(times), placed], notes);
  }
}

async function compareWithHighs(): Promise<void> {
  const highs = await highsLoader();
  const problems = [
    ...Array.from({ length: 10 }, (_, seed) => randomDrainProblem(7, 3, 4, seed)),
    ...Array.from({ length: 10 }, (_, seed) => randomDrainProblem(10, 4, 4, seed)),
  ];
  let optimal = 0;
  let enclosed = 0;
  for (const problem of problems) {
    const { primal, bound, deferralCost } = drain(problem);
    const optimum = solveDrainWithHighs(highs, problem) - deferralCost;
    if (primal - optimum <= TOLERANCE) optimal += 1;
    if (bound <= optimum + TOLERANCE && optimum <= primal + TOLERANCE) enclosed += 1;
  }
  if (enclosed < problems.length) process.exitCode = 1;
  console.log(
    `\n${problems.length} small drain problems: HiGHS agrees with the value and bound of ${enclosed}, and ${optimal} are optimal`,
  );
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function middleAndLast(times: readonly number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  return [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((ms = 0) => ms.toFixed(1));
}

function printRow(figures: readonly (number | string)[], notes: string): void {
  const widths = [8, 6, 9, 6, 11, 12, 8];
  console.log(
    `${figures.map((figure, k) => String(figure).padStart(widths[k] ?? 8)).join('')}  ${notes}`,
  );
}
