import { describe, expect, it } from 'vitest';
import { overrideRecommendation } from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { countPending } from './queue';
import { getRecommendation, listCandidates } from './recommendation-details';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo', awayUntil: hoursAgo(-5) }, { name: 'Cy' }],
  accounts: [{ id: 'A' }, { id: 'B' }],
});

describe('recommendation details', () => {
  it('explain a run’s recommendation as the run saw it', async () => {
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    context.advanceHours(1);
    const record = await getRecommendation(context.as('Vi', 'viewer'), row?.id ?? '');
    expect(record).toMatchObject({ explained: 'run', policyVersion: 1, recommendation: row });
    expect(record.explanation?.chosen.csm).toBe(row?.recommendedCsm);
    expect(record.explanation?.exclusions).toMatchObject([{ csm: 'Bo', reason: 'away' }]);
    expect(record.history).toMatchObject({ recommendations: [{ id: row?.id }], decisions: [] });
  });

  it('explain another program’s recommendation with current data, ignoring its own reservation', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 8, account: 'B', csm: 'Unknown', at: hoursAgo(1) },
    ]);
    const { explanation, explained } = await getRecommendation(context.ctx, '7');
    expect(explained).toBe('now');
    expect(explanation?.chosen).toMatchObject({ csm: 'Ana', exclusion: null });
    expect((await getRecommendation(context.ctx, '8')).explanation).toBeNull();
  });

  it('include the decision', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await overrideRecommendation(context.ctx, {
      ...decisionRequest('7'),
      csm: 'Cy',
      reason: 'expertise',
    });
    const { recommendation, history } = await getRecommendation(context.ctx, '7');
    expect(recommendation).toMatchObject({
      state: 'overridden',
      decision: { verb: 'override', csm: 'Cy', byName: 'Mia Manager', at: context.now() },
    });
    expect(history.decisions).toMatchObject([{ verb: 'override', reason: 'expertise' }]);
    expect(history.recommendations).toMatchObject([{ accepted: false, actualCsm: 'Cy' }]);
  });

  it('are refused for an invalid or unknown id', async () => {
    expect((await expectAppError(getRecommendation(context.ctx, '1 OR 1=1'))).code).toBe(
      'invalid_input',
    );
    expect((await expectAppError(getRecommendation(context.ctx, '404'))).code).toBe('not_found');
  });
});

describe('the candidates', () => {
  it('are all active CSMs, eligible ones first, regardless of pending recommendations', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 8, account: 'B', csm: 'Cy', at: hoursAgo(1) },
    ]);
    const candidates = await listCandidates(context.ctx, { recommendationId: '7' });
    expect(candidates.map(({ csm, exclusion }) => [csm, exclusion?.reason ?? null])).toEqual([
      ['Ana', null],
      ['Cy', null],
      ['Bo', 'away'],
    ]);
    expect(await countPending(context.ctx)).toBe(2);
  });
});
