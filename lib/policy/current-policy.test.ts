import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
import { currentPolicy } from './current-policy';
import { defaultPolicy } from './policy';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

const save = (version: number, policy: string) =>
  context.queryRows(`INSERT INTO CSM_ROUTING_POLICIES (version, policy, created_by, created_at)
    VALUES (${version}, '${policy}', 'test', TIMESTAMP '2026-01-01 00:00:00')`);

describe('currentPolicy', () => {
  it('returns the newest version', async () => {
    expect(await currentPolicy(context.warehouse)).toEqual({ version: 1, policy: defaultPolicy });
    const stricter = { ...defaultPolicy, coolingHours: 6 };
    await save(2, JSON.stringify(stricter));
    expect(await currentPolicy(context.warehouse)).toEqual({ version: 2, policy: stricter });
  });

  it('adds default review settings to a version stored without them', async () => {
    const { review, ...older } = defaultPolicy;
    await save(3, JSON.stringify(older));
    expect((await currentPolicy(context.warehouse)).policy.review).toEqual(review);
    await context.queryRows('DELETE FROM CSM_ROUTING_POLICIES WHERE version = 3');
  });

  it.each([
    ['invalid numbers', JSON.stringify({ ...defaultPolicy, maxPerRun: 0 })],
    ['invalid JSON', '{'],
  ])('rejects a version with %s and names the version', async (_, policy) => {
    await save(3, policy);
    expect(await expectAppError(currentPolicy(context.warehouse))).toMatchObject({
      code: 'unexpected',
      message: 'Policy version 3 is invalid. An admin must save a new version.',
    });
    await context.queryRows('DELETE FROM CSM_ROUTING_POLICIES WHERE version = 3');
  });

  it('throws warehouse_missing when the warehouse has no policy', async () => {
    await context.queryRows('DELETE FROM CSM_ROUTING_POLICIES');
    expect((await expectAppError(currentPolicy(context.warehouse))).code).toBe('warehouse_missing');
  });
});
