import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { overrideRecommendation } from './decide';
import { countPending } from './queue';
import { getRecommendation, listCandidates } from './recommendation-details';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo', awayUntil: hoursAgo(-5) }, { name: 'Cy' }],
    accounts: [{ id: 'A' }, { id: 'B' }],
  });
});

describe('the record of a recommendation', () => {
  it('of a run explains it as the run saw it', async () => {
    await runToCompletion(desk.ctx, wholeBatch);
    const [row] = (await readQueue(desk.ctx)).rows;
    desk.advanceHours(1);
    const record = await getRecommendation(desk.as('Vi', 'viewer'), row?.id ?? '');
    expect(record).toMatchObject({ explained: 'run', policyVersion: 1, recommendation: row });
    expect(record.explanation?.chosen.csm).toBe(row?.recommendedCsm);
    expect(record.explanation?.exclusions).toMatchObject([{ csm: 'Bo', reason: 'away' }]);
    expect(record.history).toMatchObject({ recommendations: [{ id: row?.id }], decisions: [] });
  });

  it('of another program explains it as things stand, not as kept by itself', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 8, account: 'B', csm: 'Unknown', at: hoursAgo(1) },
    ]);
    const { explanation, explained } = await getRecommendation(desk.ctx, '7');
    expect(explained).toBe('now');
    expect(explanation?.chosen).toMatchObject({ csm: 'Ana', exclusion: null });
    expect((await getRecommendation(desk.ctx, '8')).explanation).toBeNull();
  });

  it('tells what was decided', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await overrideRecommendation(desk.ctx, {
      ...decisionRequest('7'),
      csm: 'Cy',
      reason: 'expertise',
    });
    const { recommendation, history } = await getRecommendation(desk.ctx, '7');
    expect(recommendation).toMatchObject({
      state: 'overridden',
      decision: { verb: 'override', csm: 'Cy', byName: 'Mia Manager', at: desk.now() },
    });
    expect(history.decisions).toMatchObject([{ verb: 'override', reason: 'expertise' }]);
    expect(history.recommendations).toMatchObject([{ accepted: false, actualCsm: 'Cy' }]);
  });

  it('is refused for what is no recommendation', async () => {
    expect((await expectAppError(getRecommendation(desk.ctx, '1 OR 1=1'))).code).toBe(
      'invalid_input',
    );
    expect((await expectAppError(getRecommendation(desk.ctx, '404'))).code).toBe('not_found');
  });
});

describe('who else could take the account', () => {
  it('is everybody active, those free first, and nobody kept back by what merely waits', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 8, account: 'B', csm: 'Cy', at: hoursAgo(1) },
    ]);
    const candidates = await listCandidates(desk.ctx, { recommendationId: '7' });
    expect(candidates.map(({ csm, exclusion }) => [csm, exclusion?.reason ?? null])).toEqual([
      ['Ana', null],
      ['Cy', null],
      ['Bo', 'away'],
    ]);
    expect(await countPending(desk.ctx)).toBe(2);
  });
});
