import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import {
  decisionRequest,
  hoursAgo,
  monday,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation } from './decide';
import { lastDecision } from './queue';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());

describe('the last decision', () => {
  it('is nobody’s before anybody decided, then tells who cleared the queue and when', async () => {
    expect(await lastDecision(desk.ctx)).toBeNull();
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana Diaz' }], accounts: [{ id: 'A-1' }] });
    await insertExternalRecommendations(desk.warehouse, [
      { id: 1, account: 'A-1', csm: 'Ana Diaz', at: hoursAgo(1) },
    ]);
    await acceptRecommendation(desk.as('Mia Meyer', 'manager'), decisionRequest('1'));
    expect(await lastDecision(desk.as('Vi', 'viewer'))).toEqual({
      byName: 'Mia Meyer',
      at: monday,
    });
  });
});
