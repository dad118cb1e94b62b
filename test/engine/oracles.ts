import type highsLoader from 'highs';
import type { AccountClass } from '@/lib/engine/account-class';
import type { AssignmentProblem } from '@/lib/engine/solver/assignment-problem';
import type { DrainProblem } from '@/lib/engine/solver/drain-problem';
import {
  type Csm,
  type Dimension,
  dimensions,
  type RoutableAccount,
  type RoutingProblem,
} from '@/lib/engine/types';
import { HOUR_MS } from '@/lib/time';

/**
 * The cost of a pair, computed directly from the definition in the domain document and without the
 * engine's code, as a reference for the engine.
 */
export function referenceCost(
  { accounts, csms, medians, policy, now }: RoutingProblem,
  account: RoutableAccount,
  csm: Csm,
): number {
  const active = csms.filter((other) => other.active);
  const validOr = (value: number | null, max: number, median: number | null) =>
    value !== null && value >= 0 && value <= max ? value : (median ?? 0);
  const neediness = (a: RoutableAccount) => validOr(a.neediness, 10, medians.neediness);
  const red = (a: RoutableAccount) =>
    a.color === null
      ? validOr(a.health, 100, medians.health) < policy.health.redBelow
      : a.color === 'red';
  const amounts = (a: RoutableAccount) => ({
    accounts: 1,
    neediness: neediness(a),
    revenue: validOr(a.revenue, 1e15, medians.revenue),
    red: red(a) ? 1 : 0,
  });
  const capacity = (c: Csm, { segment, level }: AccountClass) => {
    if (c.capacity !== null) return c.capacity;
    if (segment === 'Residential' && level === 'Corporate') return 100;
    if (segment === 'Commercial' && level === 'Corporate') return 70;
    if (segment === 'Commercial' && level === 'Enterprise') return 35;
    if (segment === 'Residential' && level === 'Enterprise') return 40;
    return 85;
  };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const reserved = (c: Csm) => (policy.pendingReserves ? c.reservations : []);
  const load = (c: Csm, d: Dimension) => c.book[d] + sum(reserved(c).map(({ book }) => book[d]));
  const isSenior = (c: Csm) => c.tenureMonths === null || c.tenureMonths >= 12;
  const takes = (c: Csm, of: AccountClass) =>
    (c.segment === null || c.segment === of.segment) && (c.level === null || c.level === of.level);

  // Every class with its total, after the run. A book without classes is of its CSM's own class.
  const keyOf = ({ segment, level }: AccountClass) => `${segment} ${level}`;
  const parts = [
    ...accounts.map((a) => ({ of: a as AccountClass, amounts: amounts(a) })),
    ...active.map((c) => ({ of: c as AccountClass, amounts: c.book })),
    ...active.flatMap((c) => reserved(c).map((each) => ({ of: each, amounts: each.book }))),
  ];
  const classes = [...new Map(parts.map(({ of }) => [keyOf(of), of])).values()];
  const totalOf = (of: AccountClass, d: Dimension) =>
    sum(parts.filter((part) => keyOf(part.of) === keyOf(of)).map((part) => part.amounts[d]));
  const takersOf = (of: AccountClass) => {
    const takers = active.filter((c) => takes(c, of));
    return takers.length > 0 ? takers : active;
  };
  const weight = (c: Csm, of: AccountClass) => {
    const own = classes.filter((each) => takersOf(each).includes(c));
    const owned = sum(own.map((each) => totalOf(each, 'accounts')));
    const part = owned > 0 ? totalOf(of, 'accounts') / owned : 1 / own.length;
    return capacity(c, of) * part;
  };
  const shareOf = (of: AccountClass, d: Dimension) => {
    const takers = takersOf(of);
    const seniors = takers.filter(isSenior);
    const sharers = d === 'red' && seniors.length > 0 ? seniors : takers;
    if (!sharers.includes(csm)) return 0;
    const total = sum(sharers.map((c) => weight(c, of)));
    return total > 0 ? weight(csm, of) / total : 1 / sharers.length;
  };
  const count = sum(classes.map((of) => totalOf(of, 'accounts')));

  let cost = 0;
  for (const d of dimensions) {
    const mean = sum(classes.map((of) => totalOf(of, d))) / count;
    if (mean === 0) continue;
    const target = sum(classes.map((of) => shareOf(of, d) * totalOf(of, d)));
    const a = amounts(account)[d] / mean;
    const z = (load(csm, d) - target) / mean;
    cost += policy.weights[d] * (2 * z * a + a * a);
  }
  const desired = red(account) ? 12 : neediness(account) >= 8 ? 6 : 0;
  const tenure = csm.tenureMonths ?? desired;
  if (desired > tenure) cost += (policy.weights.experience * (desired - tenure)) / desired;
  for (const time of csm.received) {
    const hours = (now - time) / HOUR_MS;
    if (hours < 168) cost += policy.weights.recency * 2 ** (-hours / 24);
  }
  return cost;
}

/** How many days an account has waited. */
export function daysWaited({ waitingSince }: RoutableAccount, now: number): number {
  return Math.max(0, now - (waitingSince ?? now)) / (24 * HOUR_MS);
}

/** What leaving an account unplaced costs, computed like `referenceCost`. */
export function referenceWaitingCost(
  { medians, policy, now }: RoutingProblem,
  account: RoutableAccount,
): number {
  const { neediness, health, color } = account;
  const valid = (value: number | null, max: number) => value !== null && value >= 0 && value <= max;
  const isNeedy = (valid(neediness, 10) ? (neediness ?? 0) : (medians.neediness ?? 0)) >= 8;
  const known = valid(health, 100) ? (health ?? 0) : (medians.health ?? 0);
  const isRed = color === null ? known < policy.health.redBelow : color === 'red';
  const urgency = isRed || isNeedy ? policy.waiting.urgentFactor : 1;
  return policy.weights.waiting * daysWaited(account, now) * urgency;
}

/** The loaded HiGHS module, the oracle of the solver's tests. */
export type HighsSolver = Awaited<ReturnType<typeof highsLoader>>;

/**
 * Solves an assignment problem by linear programming: first the lowest total level of the deferred
 * rows, then the lowest cost of assigned and deferred rows.
 */
export function solveWithHighs(
  highs: HighsSolver,
  { rows, columns, costs, deferral, limit = rows }: AssignmentProblem,
): { placed: number; deferredLevel: number; cost: number } {
  const rowOf = (pair: number) => Math.floor(pair / columns);
  const levelOf = (row: number) => deferral?.level[row] ?? 1;
  const deferralCostOf = (row: number) => deferral?.cost[row] ?? 0;
  let deferredLevel = 0;
  let deferralCost = 0;
  for (let row = 0; row < rows; row++) {
    deferredLevel += levelOf(row);
    deferralCost += deferralCostOf(row);
  }
  const pairs = [...costs.keys()].filter((pair) => Number.isFinite(costs[pair]));
  if (pairs.length === 0) return { placed: 0, deferredLevel, cost: deferralCost };
  const sum = (chosen: readonly number[], weight = (_: number) => 1) =>
    chosen
      .map((pair) => `${weight(pair) < 0 ? '-' : '+'} ${Math.abs(weight(pair))} x${pair}`)
      .join(' ');
  const limits = [
    ...lines(rows, (row) => pairs.filter((pair) => rowOf(pair) === row)),
    ...lines(columns, (column) => pairs.filter((pair) => pair % columns === column)),
  ].map((line) => `${sum(line)} <= 1`);
  limits.push(`${sum(pairs)} <= ${limit}`);
  const model = (goal: string, constraints: readonly string[]) =>
    [
      goal,
      'Subject To',
      ...constraints,
      'Bounds',
      ...pairs.map((x) => `0 <= x${x} <= 1`),
      'End',
    ].join('\n');
  const savedLevel = sum(pairs, (pair) => levelOf(rowOf(pair)));
  const first = highs.solve(model(`Maximize\n ${savedLevel}`, limits));
  const saved = Math.round(first.ObjectiveValue);
  const cost = sum(pairs, (pair) => (costs[pair] as number) - deferralCostOf(rowOf(pair)));
  const second = highs.solve(model(`Minimize\n ${cost}`, [...limits, `${savedLevel} = ${saved}`]));
  if (first.Status !== 'Optimal' || second.Status !== 'Optimal') {
    throw new Error(`HiGHS returned ${first.Status}, ${second.Status}`);
  }
  const values = Object.values(second.Columns).map((column) => column.Primal);
  return {
    placed: Math.round(values.reduce((total, value) => total + value, 0)),
    deferredLevel: deferredLevel - saved,
    cost: second.ObjectiveValue + deferralCost,
  };
}

/**
 * The lowest cost of placed and deferred rows among the solutions with the lowest total level, by
 * integer programming with a variable for each pair of rows on a column. Interactions must not be
 * negative.
 */
export function solveDrainWithHighs(highs: HighsSolver, problem: DrainProblem): number {
  const { rows, columns, costs, places, amounts, dimensions, pairCost, deferral, limit } = problem;
  const mayHave = (row: number, j: number) =>
    (places[row * columns + j] as number) > 0 && Number.isFinite(costs[row * columns + j]);
  const x = (row: number, j: number) => `x${row}_${j}`;
  const term = (weight: number, name: string) =>
    `${weight < 0 ? '-' : '+'} ${Math.abs(weight)} ${name}`;
  const constraints: string[] = [];
  const all: { row: number; j: number }[] = [];
  const cost: string[] = [];
  let deferralTotal = 0;
  for (let row = 0; row < rows; row++) {
    const own = Array.from({ length: columns }, (_, j) => j).filter((j) => mayHave(row, j));
    deferralTotal += deferral?.cost[row] ?? 0;
    for (const j of own) {
      all.push({ row, j });
      const saved = deferral?.cost[row] ?? 0;
      cost.push(term((costs[row * columns + j] as number) - saved, x(row, j)));
    }
    if (own.length > 0) constraints.push(`${own.map((j) => term(1, x(row, j))).join(' ')} <= 1`);
  }
  if (all.length === 0) return deferralTotal;
  for (let j = 0; j < columns; j++) {
    const takers = all.filter((pair) => pair.j === j).map(({ row }) => row);
    for (const most of new Set(takers.map((row) => places[row * columns + j] as number))) {
      const confined = takers.filter((row) => (places[row * columns + j] as number) <= most);
      constraints.push(`${confined.map((row) => term(1, x(row, j))).join(' ')} <= ${most}`);
    }
    for (const a of takers) {
      for (const b of takers.filter((row) => row < a)) {
        let together = pairCost;
        for (let d = 0; d < dimensions; d++) {
          const product =
            (amounts[a * dimensions + d] as number) * (amounts[b * dimensions + d] as number);
          together += 2 * product;
        }
        const z = `z${a}_${b}_${j}`;
        cost.push(term(together, z));
        constraints.push(`${z} - ${x(a, j)} - ${x(b, j)} >= -1`);
      }
    }
  }
  if (limit !== undefined) {
    constraints.push(`${all.map(({ row, j }) => term(1, x(row, j))).join(' ')} <= ${limit}`);
  }
  const level = all.map(({ row, j }) => term(deferral?.level[row] ?? 1, x(row, j))).join(' ');
  const solve = (goal: string, more: readonly string[]) => {
    const answer = highs.solve(
      [
        goal,
        'Subject To',
        ...constraints,
        ...more,
        'Binary',
        all.map(({ row, j }) => x(row, j)).join(' '),
        'End',
      ].join('\n'),
      { mip_rel_gap: 0, mip_abs_gap: 1e-7 },
    );
    if (answer.Status !== 'Optimal') throw new Error(`HiGHS returned ${answer.Status}`);
    return answer.ObjectiveValue;
  };
  const saved = Math.round(solve(`Maximize\n ${level}`, []));
  return solve(`Minimize\n ${cost.join(' ')}`, [`${level} = ${saved}`]) + deferralTotal;
}

function lines(count: number, pairsOf: (line: number) => number[]): number[][] {
  return Array.from({ length: count }, (_, line) => pairsOf(line)).filter(
    (line) => line.length > 0,
  );
}
