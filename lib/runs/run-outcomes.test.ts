import { describe, expect, it } from 'vitest';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, readQueue } from '@/test/support/test-context';
import { getRunOutcomes } from './run-outcomes';

const names = ['Ana', 'Bo', 'Cy', 'Di', 'Ed', 'Flo'];
const context = seededTestContext({
  csms: [...names, 'Gus'].map((name) => ({ name })),
  accounts: names.map((name) => ({ id: `of ${name}` })),
});

const viewer = () => context.as('Vi', 'viewer');

describe('the outcomes of a run', () => {
  it('say what became of each recommendation, who decided it, and when', async () => {
    const run = await runToCompletion(context.ctx, wholeBatch);
    const { rows } = await readQueue(context.ctx);
    const [accepted, overridden, rejected, superseded, elsewhere] = rows;
    const busy = rows.map(({ recommendedCsm }) => recommendedCsm);
    const free = [...names, 'Gus'].find((name) => !busy.includes(name)) ?? '';
    context.advanceHours(1);
    await acceptRecommendation(context.ctx, decisionRequest(accepted?.id ?? ''));
    await overrideRecommendation(context.ctx, {
      ...decisionRequest(overridden?.id ?? ''),
      csm: free,
      reason: 'expertise',
    });
    await rejectRecommendation(context.ctx, {
      ...decisionRequest(rejected?.id ?? ''),
      reason: 'wrong_fit',
    });
    const at = context.now().toISOString();
    await insertExternalRecommendations(context.warehouse, [
      { account: superseded?.accountId ?? '', csm: 'Gus', at },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: elsewhere?.accountId ?? '', csm: 'Gus', at },
    ]);
    const outcomes = await getRunOutcomes(viewer(), run);
    expect(outcomes).toMatchObject({
      total: 6,
      counts: { accepted: 1, overridden: 1, rejected: 1, superseded: 2, pending: 1 },
    });
    const of = (row: (typeof rows)[number] | undefined) =>
      outcomes?.byAccount.get(row?.accountId ?? '');
    const decision = { byName: 'Mia Manager', at: context.now() };
    expect(of(accepted)).toMatchObject({
      id: accepted?.id,
      state: 'accepted',
      givenTo: accepted?.recommendedCsm,
      decision,
    });
    expect(of(overridden)).toMatchObject({ state: 'overridden', givenTo: free, decision });
    expect(of(rejected)).toMatchObject({ state: 'rejected', givenTo: null, decision });
    expect(of(superseded)).toMatchObject({ state: 'superseded', decision: null });
    expect(of(rows[5])).toMatchObject({ state: 'pending', givenTo: null, decision: null });
  });

  it('are missing for a dry run, which recommends nothing', async () => {
    const run = await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
    expect(await getRunOutcomes(viewer(), run)).toBeNull();
  });
});
