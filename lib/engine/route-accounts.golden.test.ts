import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { randomProblem } from '@/test/engine/builders';
import { routeAccounts } from './route-accounts';

function hashOf(result: unknown): string {
  return createHash('sha256').update(JSON.stringify(result)).digest('hex');
}

// A stored run must give the same result on every Node version. If the engine's rules change on
// purpose, replays of older runs differ: update the hashes.
test.each([
  ['one account per CSM', 1, '8fc07cd0abe3b3a8c2c9e4c474ab450d32ce7616be41ca188adb2e6dee1a54bd'],
  [
    'up to three accounts per CSM',
    3,
    '34136970a9f9a56d0732fb7acc7bd4d12c43bfe6497ffdad810df13fe4ec6af4',
  ],
])('a fixed problem has the same result to the last bit, with %s', (_, maxPerRun, hash) => {
  const problem = randomProblem(60, 30, 1);
  const result = routeAccounts({ ...problem, policy: { ...problem.policy, maxPerRun } });
  expect(hashOf(result)).toBe(hash);
});
