import type highsLoader from 'highs';
import type { AssignmentProblem } from '@/lib/engine/solver/assign';
import {
  type Csm,
  dimensions,
  type RoutableAccount,
  type RoutingProblem,
} from '@/lib/engine/types';
import { HOUR_MS } from '@/lib/time';

/**
 * The cost of a pair worked out as the domain states it, slowly and with nothing of the engine's
 * but its types, so that the engine can be held to it.
 */
export function referenceCost(
  { accounts, csms, medians, policy, now }: RoutingProblem,
  account: RoutableAccount,
  csm: Csm,
): number {
  const active = csms.filter((other) => other.active);
  const sound = (value: number | null, most: number, otherwise: number | null) =>
    value !== null && value >= 0 && value <= most ? value : (otherwise ?? 0);
  const neediness = (a: RoutableAccount) => sound(a.neediness, 10, medians.neediness);
  const red = (a: RoutableAccount) =>
    a.color === null
      ? sound(a.health, 100, medians.health) < policy.health.redBelow
      : a.color === 'red';
  const amounts = (a: RoutableAccount) => ({
    accounts: 1,
    neediness: neediness(a),
    revenue: sound(a.revenue, 1e15, medians.revenue),
    red: red(a) ? 1 : 0,
  });
  const capacity = (c: Csm) => {
    if (c.capacity !== null) return c.capacity;
    if (c.segment === 'Residential' && c.level === 'Corporate') return 100;
    if (c.segment === 'Commercial' && c.level === 'Corporate') return 70;
    if (c.segment === 'Commercial' && c.level === 'Enterprise') return 35;
    if (c.segment === 'Residential' && c.level === 'Enterprise') return 40;
    return 85;
  };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const owned = sum(active.map((c) => c.book.accounts)) + accounts.length;
  const isSenior = (c: Csm) => c.tenureMonths === null || c.tenureMonths >= 12;

  let cost = 0;
  for (const d of dimensions) {
    const total = sum(active.map((c) => c.book[d])) + sum(accounts.map((a) => amounts(a)[d]));
    const mean = total / owned;
    if (mean === 0) continue;
    const sharers = d === 'red' ? active.filter(isSenior) : active;
    const whole = sum(sharers.map(capacity));
    const part = whole > 0 ? capacity(csm) / whole : 1 / sharers.length;
    const target = sharers.includes(csm) ? part * total : 0;
    const a = amounts(account)[d] / mean;
    const z = (csm.book[d] - target) / mean;
    cost += policy.weights[d] * (2 * z * a + a * a);
  }
  const wanted = red(account) ? 12 : neediness(account) >= 8 ? 6 : 0;
  const tenure = csm.tenureMonths ?? wanted;
  if (wanted > tenure) cost += (policy.weights.experience * (wanted - tenure)) / wanted;
  for (const time of csm.received) {
    const hours = (now - time) / HOUR_MS;
    if (hours < 168) cost += policy.weights.recency * 2 ** (-hours / 24);
  }
  return cost;
}

/** HiGHS as loaded; the oracle of the engine's tests. */
export type HighsSolver = Awaited<ReturnType<typeof highsLoader>>;

/** Most rows that can be placed, and the least cost of placing that many, by linear programming. */
export function solveWithHighs(
  highs: HighsSolver,
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
