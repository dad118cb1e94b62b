import { describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation } from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, monday } from '@/test/support/test-context';
import { lastDecision } from './queue';

const context = seededTestContext();

describe('the last decision', () => {
  it('is null before the first decision, then says who decided and when', async () => {
    expect(await lastDecision(context.ctx)).toBeNull();
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana Diaz' }],
      accounts: [{ id: 'A-1' }],
    });
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A-1', csm: 'Ana Diaz', at: hoursAgo(1) },
    ]);
    await acceptRecommendation(context.as('Mia Meyer', 'manager'), decisionRequest('1'));
    expect(await lastDecision(context.as('Vi', 'viewer'))).toEqual({
      byName: 'Mia Meyer',
      at: monday,
    });
  });
});
