import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setUp } from '@/lib/warehouse/schema/setup';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { currentPolicy } from './current-policy';
import { defaultPolicy } from './policy';
import { upgradePolicy } from './upgrade-policy';

/** A policy as the release before this one stored it. */
function earlierPolicy(): object {
  const { waiting: _, scoreWithinHours: __, ramp, scope, weights, ...rest } = defaultPolicy;
  const { waiting: ___, ...earlierWeights } = weights;
  return { ...rest, weights: earlierWeights, scoreScale: 3, coolingHours: 6 };
}

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
  await context.queryRows('DELETE FROM CSM_ROUTING_POLICIES');
  await context.queryRows(`INSERT INTO CSM_ROUTING_POLICIES (version, policy, created_by, created_at)
    VALUES (4, '${JSON.stringify(earlierPolicy())}', 'ann@example.com', TIMESTAMP '2026-01-01 00:00:00')`);
});
afterAll(() => context.close());

const upgrade = () =>
  setUp(context.warehouse, { now: context.now(), policyJson: '{}', upgradePolicy });

describe('a policy of an earlier release', () => {
  it('keeps its meaning: the score compares with every CSM of the class', async () => {
    const { version, policy } = await currentPolicy(context.warehouse);
    expect(version).toBe(4);
    expect(policy).toEqual({
      ...defaultPolicy,
      scoreScale: 3,
      coolingHours: 6,
      scoreWithinHours: null,
    });
  });

  it('is followed by a version with the new settings, published once by setup', async () => {
    await upgrade();
    await upgrade();
    const rows = await context.queryRows(
      'SELECT version, note, created_by FROM CSM_ROUTING_POLICIES ORDER BY version',
    );
    expect(rows).toEqual([
      { version: 4, note: null, created_by: 'ann@example.com' },
      { version: 5, note: 'Add waiting, score within reach, and ramp', created_by: 'setup' },
    ]);
    expect(await currentPolicy(context.warehouse)).toEqual({
      version: 5,
      policy: { ...defaultPolicy, coolingHours: 6 },
    });
  });
});

it.each(['{', '[]', '{"maxPerRun":0}'])('leaves the invalid policy %s to its readers', (stored) => {
  expect(upgradePolicy(stored)).toBeNull();
});
