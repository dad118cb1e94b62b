import { capacityFor } from '@/lib/engine/policy';
import type { Router } from '@/lib/engine/simulation/simulate';
import type { Csm, RoutableAccount } from '@/lib/engine/types';
import { DAY_MS, HOUR_MS } from '@/lib/time';

/** The two modes of the Python program that this program replaces, as simulated routers. */

interface Load {
  readonly csm: Csm;
  accounts: number;
  neediness: number;
  revenue: number;
  readonly received: number[];
}

/** 0.20 Σ|accounts − mean| + 0.20 Σ|neediness − mean| + 0.30 · recency. */
export const pythonBatch: Router = greedy((loads, recency) => {
  const deviation = (of: (load: Load) => number) => {
    const mean = loads.reduce((sum, load) => sum + of(load), 0) / loads.length;
    return loads.reduce((sum, load) => sum + Math.abs(of(load) - mean), 0);
  };
  return 0.2 * deviation((l) => l.accounts) + 0.2 * deviation((l) => l.neediness) + 0.3 * recency;
}, 'before the batch');

/** 0.20 var(accounts) + 0.25 var(neediness) + 0.15 var(revenue) + 2 · recency, in raw units. */
export const pythonSingle: Router = greedy((loads, recency) => {
  const variance = (of: (load: Load) => number) => {
    const mean = loads.reduce((sum, load) => sum + of(load), 0) / loads.length;
    return loads.reduce((sum, load) => sum + (of(load) - mean) ** 2, 0) / loads.length;
  };
  return (
    0.2 * variance((l) => l.accounts) +
    0.25 * variance((l) => l.neediness) +
    0.15 * variance((l) => l.revenue) +
    2 * recency
  );
}, 'so far');

/** The cost of a distribution, given the recency of the CSM who receives the account. */
type Cost = (loads: readonly Load[], recency: number) => number;

/** Places the accounts in order of arrival, each with the CSM for whom the resulting cost is lowest. */
function greedy(cost: Cost, receipts: 'before the batch' | 'so far'): Router {
  return ({ accounts, csms, policy, now }) => {
    const loads = csms.filter((csm) => csm.active).map(toLoad);
    return accounts.flatMap((account) => {
      let best: Load | null = null;
      let lowest = Number.POSITIVE_INFINITY;
      for (const load of loads) {
        if (load.accounts >= capacityFor(load.csm, account, policy)) continue;
        add(load, account, 1);
        const times = receipts === 'so far' ? load.received : load.csm.received;
        const total = cost(loads, recency(times, now));
        add(load, account, -1);
        if (total < lowest) {
          best = load;
          lowest = total;
        }
      }
      if (best === null) return [];
      add(best, account, 1);
      best.received.push(now);
      return [{ accountId: account.id, csm: best.csm.name, score: null }];
    });
  };
}

/** 10⁶n₁² + 10⁵n₄² + 10⁴n₂₄², for accounts received in the last hour, hours 1–4, and hours 4–24. */
function recency(received: readonly number[], now: number): number {
  const between = (from: number, to: number) =>
    received.filter((time) => now - time >= from && now - time < to).length;
  const hour = between(0, HOUR_MS);
  const four = between(HOUR_MS, 4 * HOUR_MS);
  const day = between(4 * HOUR_MS, DAY_MS);
  return 1e6 * hour ** 2 + 1e5 * four ** 2 + 1e4 * day ** 2;
}

function toLoad(csm: Csm): Load {
  const { accounts, neediness, revenue } = csm.book;
  return { csm, accounts, neediness, revenue, received: [...csm.received] };
}

function add(load: Load, account: RoutableAccount, sign: 1 | -1): void {
  load.accounts += sign;
  load.neediness += sign * (account.neediness ?? 0);
  load.revenue += sign * (account.revenue ?? 0);
}
