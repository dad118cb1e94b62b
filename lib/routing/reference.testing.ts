import { type Csm, dimensions, type RoutableAccount, type RoutingProblem } from './types';

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
    const hours = (now - time) / 3_600_000;
    if (hours < 168) cost += policy.weights.recency * 2 ** (-hours / 24);
  }
  return cost;
}
