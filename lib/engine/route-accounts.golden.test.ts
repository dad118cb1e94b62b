import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { randomProblem } from '@/test/engine/builders';
import type { RoutingPolicy } from './policy';
import { routeAccounts } from './route-accounts';

/** Fixed, so that other defaults don't change the results. */
const policy: Omit<RoutingPolicy, 'maxPerRun'> = {
  weights: {
    accounts: 0.25,
    neediness: 0.3,
    revenue: 0.15,
    red: 0.03,
    experience: 120,
    recency: 1,
    waiting: 10,
  },
  waiting: { urgentFactor: 2, overdueDays: 7 },
  scoreScale: 2.5,
  scoreWithinHours: 24,
  coolingHours: 4,
  pendingReserves: true,
  velocity: { perWeek: 10, newCsmTenureMonths: 6, newCsmPerDay: 2 },
  ramp: { highNeedPerWeek: 5 },
  capacity: {
    residentialCorporate: 100,
    commercialCorporate: 70,
    commercialEnterprise: 35,
    residentialEnterprise: 40,
    otherwise: 85,
  },
  health: { redBelow: 60, yellowBelow: 80 },
  neediness: { needyFrom: 8 },
  experience: { redMonths: 12, needyMonths: 6 },
  rejectedDays: 30,
  overdueAfterHours: 48,
  scope: { classes: null, statuses: null },
};

function hashOf(result: unknown): string {
  return createHash('sha256').update(JSON.stringify(result)).digest('hex');
}

// A stored run must give the same result on every Node version. If the engine's rules change on
// purpose, replays of older runs differ: update the hashes.
test.each([
  ['one account per CSM', 1, 'f6d475910dcbd9d6c5ce48b4ff2598c458ca288d5bd8a596cf7a81ac67732b21'],
  [
    'up to three accounts per CSM',
    3,
    'ce9e38a7df8c113c455fd7756ebbc5eb4dd237d169ce868d4a3e77e920f977b4',
  ],
])('a fixed problem has the same result to the last bit, with %s', (_, maxPerRun, hash) => {
  const result = routeAccounts({
    ...randomProblem(60, 30, 1),
    policy: { ...policy, maxPerRun },
  });
  if (result.status !== 'solved') throw new Error(result.status);
  const { placements, deferrals, proof } = result;
  expect(hashOf({ placements, deferrals, proof })).toBe(hash);
});
