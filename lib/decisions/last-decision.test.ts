import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, hoursAgo, monday, on, openDesk } from '@/lib/testing/desk';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { acceptRecommendation } from './accept-recommendation';
import { lastDecision } from './last-decision';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('the last decision', () => {
  it('is nobody’s before anybody decided, then tells who cleared the queue and when', async () => {
    expect(await lastDecision(desk.ctx)).toBeNull();
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana Diaz' }], accounts: [{ id: 'A-1' }] });
    await recommendElsewhere(desk.warehouse, [
      { id: 1, account: 'A-1', csm: 'Ana Diaz', at: hoursAgo(1) },
    ]);
    await acceptRecommendation(desk.as('Mia Meyer', 'manager'), on('1'));
    expect(await lastDecision(desk.as('Vi', 'viewer'))).toEqual({
      byName: 'Mia Meyer',
      at: monday,
    });
  });
});
