import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/test/support/decisions';
import {
  type ExternalRecommendation,
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { countPending } from './queue';
import { getRecommendation, getRecommendations, listCandidates } from './recommendation-details';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo', awayUntil: hoursAgo(-5) }, { name: 'Cy' }],
  accounts: [{ id: 'A' }, { id: 'B' }],
});

/** Adds a recommendation as another program does on Snowflake: this process doesn't hear of it. */
async function insertUnnoticed(recommendation: ExternalRecommendation): Promise<void> {
  const warehouse: Warehouse = {
    ...context.warehouse,
    transaction: (name, work) => context.warehouse.transaction(name, work, { tracked: true }),
  };
  await insertExternalRecommendations(warehouse, [recommendation]);
}

describe('recommendation details', () => {
  it('explain a run’s recommendation as the run saw it', async () => {
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    context.advanceHours(1);
    const record = await getRecommendation(context.as('Vi', 'viewer'), row?.id ?? '');
    const { version, ...recommendation } = row ?? {};
    expect(record).toMatchObject({ explained: 'run', policyVersion: 1, recommendation, version });
    expect(record.explanation?.chosen.csm).toBe(row?.recommendedCsm);
    expect(record.explanation?.excluded).toMatchObject([{ csms: ['Bo'], reason: 'away' }]);
    expect(record.history).toMatchObject({ recommendations: [{ id: row?.id }], decisions: [] });
  });

  it('show a CSM in one spelling, also if the active list changed it after the run', async () => {
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    const spelled = row?.recommendedCsm.toUpperCase();
    await context.warehouse.script(
      `UPDATE ${tableNames.activeCsms} SET active_csm = UPPER(active_csm)`,
    );
    context.advanceHours(1);
    const { recommendation, explanation } = await getRecommendation(context.ctx, row?.id ?? '');
    expect(recommendation.recommendedCsm).toBe(spelled);
    expect(explanation?.chosen.csm).toBe(spelled);
    expect(explanation?.excluded).toMatchObject([{ csms: ['BO'] }]);
  });

  it('say what the score compared with under the policy of the time', async () => {
    const publish = (version: number, scoreWithinHours: number | null) =>
      context.warehouse.transaction('test.policy', (session) =>
        session.write(
          insertPolicy({
            version,
            note: null,
            createdBy: 'ada@example.com',
            now: context.now(),
            policyJson: JSON.stringify({ ...defaultPolicy, scoreWithinHours }),
          }),
        ),
      );
    await publish(2, null);
    await runToCompletion(context.ctx, wholeBatch);
    await publish(3, 12);
    const [row] = (await readQueue(context.ctx)).rows;
    const earlier = await getRecommendation(context.ctx, row?.id ?? '');
    expect(earlier).toMatchObject({ policyVersion: 2, scoreWithinHours: null });
    await insertExternalRecommendations(context.warehouse, [
      { id: 999, account: 'Z', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const later = await getRecommendation(context.ctx, '999');
    expect(later).toMatchObject({ policyVersion: 3, scoreWithinHours: 12 });
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

  it('of several accounts have what belongs to each, and leave out those that don’t exist', async () => {
    await runToCompletion(context.ctx, wholeBatch);
    const { rows } = await readQueue(context.ctx);
    const ids = rows.map(({ id }) => id);
    const records = await getRecommendations(context.ctx, { ids: ['999', ...ids] });
    expect(records).toEqual(await Promise.all(ids.map((id) => getRecommendation(context.ctx, id))));
    expect(records.map(({ history }) => history.recommendations.map(({ id }) => id))).toEqual(
      ids.map((id) => [id]),
    );
  });

  it('have another version once the recommendation’s row changes', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { id: 8, account: 'C', csm: 'Ana', at: hoursAgo(1) },
      { id: 9, account: 'B', csm: 'Cy', at: hoursAgo(1) },
    ]);
    const versions = async () =>
      new Map((await readQueue(context.ctx)).rows.map(({ id, version }) => [id, version]));
    const before = await versions();
    await acceptRecommendation(context.ctx, {
      ...decisionRequest('8'),
      acknowledged: ['no_longer_needed'],
    });
    const after = await versions();
    expect(after.get('7')).not.toBe(before.get('7'));
    expect(after.get('9')).toBe(before.get('9'));
    expect((await getRecommendation(context.ctx, '7')).version).toBe(after.get('7'));
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

  it('of a decided recommendation show its state, and no flags', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Bo', at: hoursAgo(30) },
      { id: 8, account: 'B', csm: 'Unknown', at: hoursAgo(3), feedback: 'By another model.' },
    ]);
    expect((await getRecommendation(context.ctx, '7')).recommendation.flags).toEqual([
      'away',
      'stale',
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A', csm: 'Cy', at: hoursAgo(1) },
    ]);
    const superseded = await getRecommendation(context.ctx, '7');
    expect(superseded.recommendation).toMatchObject({
      state: 'superseded',
      currentCsm: 'Cy',
      accountName: 'Account A',
      color: 'yellow',
      flags: [],
      decision: null,
      awayUntil: null,
      coolingUntil: null,
    });
    expect(superseded).toMatchObject({ explained: 'now', explanation: { chosen: { csm: 'Bo' } } });
    await rejectRecommendation(context.ctx, { ...decisionRequest('8'), reason: 'wrong_fit' });
    const rejected = await getRecommendation(context.ctx, '8');
    expect(rejected.recommendation).toMatchObject({
      state: 'rejected',
      feedback: 'By another model.',
      flags: [],
      decision: { verb: 'reject', csm: null, byName: 'Mia Manager' },
    });
    expect(rejected.explanation).toBeNull();
  });

  it('include a recommendation that another program added since open work was loaded', async () => {
    await readQueue(context.ctx);
    await insertUnnoticed({ id: 7, account: 'A', csm: 'Bo', at: hoursAgo(30) });
    const { recommendation, explanation } = await getRecommendation(context.ctx, '7');
    expect(recommendation).toMatchObject({ state: 'pending', accountName: 'Account A' });
    expect(recommendation.flags).toEqual(['away', 'stale']);
    expect(explanation?.chosen).toMatchObject({ csm: 'Bo', exclusion: { reason: 'away' } });
    expect(await listCandidates(context.ctx, { recommendationId: '7' })).toHaveLength(3);
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

  it('use the recommendation’s own data once its account is gone', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'gone', csm: 'Ana', at: hoursAgo(1), neediness: 2, revenue: 9 },
    ]);
    const [best] = await listCandidates(context.ctx, { recommendationId: '7' });
    expect(best?.bookAfter).toMatchObject({ accounts: 1, neediness: 2, revenue: 9 });
  });

  it('are refused once the recommendation is decided or superseded, and for an unknown id', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { id: 8, account: 'B', csm: 'Ana', at: hoursAgo(2) },
    ]);
    const refusal = (id: string) =>
      expectAppError(listCandidates(context.ctx, { recommendationId: id }));
    await acceptRecommendation(context.ctx, decisionRequest('7'));
    expect(await refusal('7')).toMatchObject({
      code: 'already_decided',
      message: expect.stringContaining('Mia Manager already accepted this recommendation.'),
    });
    await upsertExternalAssignments(context.warehouse, [
      { account: 'B', csm: 'Cy', at: hoursAgo(1) },
    ]);
    expect(await refusal('8')).toMatchObject({
      code: 'already_decided',
      message: expect.stringContaining('The account has since been assigned to Cy.'),
    });
    expect((await refusal('404')).code).toBe('not_found');
  });
});
