import type highsLoader from 'highs';
import type { AssignmentProblem } from './assign';

/** HiGHS as loaded; the oracle of the engine's tests. */
export type Solver = Awaited<ReturnType<typeof highsLoader>>;

/** Most rows that can be placed, and the least cost of placing that many, by linear programming. */
export function optimumByHighs(
  highs: Solver,
  { rows, columns, costs }: AssignmentProblem,
): { placed: number; cost: number } {
  const pairs = [...costs.keys()].filter((pair) => Number.isFinite(costs[pair]));
  if (pairs.length === 0) return { placed: 0, cost: 0 };
  const sum = (chosen: readonly number[], weight = (_: number) => 1) =>
    chosen
      .map((pair) => `${weight(pair) < 0 ? '-' : '+'} ${Math.abs(weight(pair))} x${pair}`)
      .join(' ');
  const limits = [
    ...lines(rows, (row) => pairs.filter((pair) => Math.floor(pair / columns) === row)),
    ...lines(columns, (column) => pairs.filter((pair) => pair % columns === column)),
  ].map((line) => `${sum(line)} <= 1`);
  const model = (goal: string, constraints: readonly string[]) =>
    [
      goal,
      'Subject To',
      ...constraints,
      'Bounds',
      ...pairs.map((x) => `0 <= x${x} <= 1`),
      'End',
    ].join('\n');
  const most = highs.solve(model(`Maximize\n ${sum(pairs)}`, limits));
  const placed = Math.round(most.ObjectiveValue);
  const least = highs.solve(
    model(`Minimize\n ${sum(pairs, (pair) => costs[pair] as number)}`, [
      ...limits,
      `${sum(pairs)} = ${placed}`,
    ]),
  );
  if (most.Status !== 'Optimal' || least.Status !== 'Optimal') {
    throw new Error(`HiGHS answered ${most.Status}, ${least.Status}`);
  }
  return { placed, cost: least.ObjectiveValue };
}

function lines(count: number, pairsOf: (line: number) => number[]): number[][] {
  return Array.from({ length: count }, (_, line) => pairsOf(line)).filter(
    (line) => line.length > 0,
  );
}
