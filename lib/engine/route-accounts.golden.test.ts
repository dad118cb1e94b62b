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
  ['one account per CSM', 1, 'd7affadda646013578340f0f576e4d5cf023cf4cf25d0db8de5fa219dda33f29'],
  [
    'up to three accounts per CSM',
    3,
    '0e5c60a407f3b66827663d24e2587b153cf184c4a7b24361af60f73974929426',
  ],
])('a fixed problem has the same result to the last bit, with %s', (_, maxPerRun, hash) => {
  const problem = randomProblem(60, 30, 1);
  const result = routeAccounts({ ...problem, policy: { ...problem.policy, maxPerRun } });
  expect(hashOf(result)).toBe(hash);
});
