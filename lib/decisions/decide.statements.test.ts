import { describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import { getRecommendation, listCandidates } from './recommendation-details';
import { undoDecision } from './undo-decision';

// Above the ids that a run generates.
const id = '9001';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A' }],
  recommendations: [{ id: Number(id), account: 'A', csm: 'Ana', at: hoursAgo(1) }],
});

const sent = (work: (ctx: Context) => Promise<unknown>) => recordStatements(context.ctx, work);
const take = ['recommendations.claim-undecided', 'decisions.context'];
const takeBack = ['recommendations.claim', 'decisions.context'];
const give = ['recommendations.set-outcome', 'assignments.upsert', 'decisions.insert', 'COMMIT'];
const record = ['decisions.insert', 'COMMIT'];

const accept = (ctx: Context, request = decisionRequest(id)) => acceptRecommendation(ctx, request);
const reject = (ctx: Context, request = decisionRequest(id)) =>
  rejectRecommendation(ctx, { ...request, reason: 'workload' });
const override = (ctx: Context, request = decisionRequest(id)) =>
  overrideRecommendation(ctx, { ...request, csm: 'Bo', reason: 'workload' });

// Each statement takes tenths of a second on Snowflake, so adding one must be deliberate.
describe('a decision', () => {
  it.each([
    ['an acceptance', accept, [...take, ...give], [...takeBack, ...give]],
    ['an override', override, [...take, ...give], [...takeBack, ...give]],
    ['a rejection', reject, [...take, ...record], [...takeBack, ...record]],
  ])('sends the expected statements for %s and its undo', async (_, decide, forIt, forUndo) => {
    let decisionId = '';
    const first = await sent(async (ctx) => {
      decisionId = (await decide(ctx)).decisionId;
    });
    expect(first).toEqual(forIt);
    expect(await sent((ctx) => undoDecision(ctx, { ...decisionRequest(id), decisionId }))).toEqual(
      forUndo,
    );
  });

  it.each([
    ['an acceptance', accept],
    ['an override', override],
    ['a rejection', reject],
  ])('sends two statements if someone else decided first with %s', async (_, decide) => {
    await decide(context.ctx);
    expect(await sent((ctx) => expectAppError(accept(ctx)))).toEqual([
      'recommendations.claim-undecided',
      'decisions.current',
      'ROLLBACK',
    ]);
  });

  it('sends three statements for a retry, and two if the decision was undone', async () => {
    const again = ['recommendations.claim-undecided', 'decisions.current', 'decisions.context'];
    for (const decide of [accept, override, reject]) {
      const request = decisionRequest(id);
      const { decisionId } = await decide(context.ctx, request);
      expect(await sent((ctx) => decide(ctx, request))).toEqual([...again, 'COMMIT']);
      const undo = { ...decisionRequest(id), decisionId };
      await undoDecision(context.ctx, undo);
      expect(await sent((ctx) => undoDecision(ctx, undo))).toEqual([...takeBack, 'COMMIT']);
      expect(await sent((ctx) => decide(ctx, request))).toEqual([...take, 'COMMIT']);
    }
  });

  it('sends two statements if it breaks a rule, and three if the recommendation does not exist', async () => {
    await context.queryRows("DELETE FROM resi_corp_active_csms WHERE active_csm = 'Ana'");
    expect(await sent((ctx) => expectAppError(accept(ctx)))).toEqual([...take, 'ROLLBACK']);
    expect(await sent((ctx) => expectAppError(accept(ctx, decisionRequest('404'))))).toEqual([
      'recommendations.claim-undecided',
      'decisions.current',
      'decisions.context',
      'ROLLBACK',
    ]);
  });
});

describe('reading', () => {
  it('sends two statements for a page of the queue, including one past the end', async () => {
    for (const page of [1, 1_000]) {
      const two = ['queue.page', 'queue.facets'];
      expect(await sent((ctx) => readQueue(ctx, { page }))).toEqual(two);
    }
  });

  const situation = ['accounts.to-route'];

  it('sends two statements for the candidates', async () => {
    const candidates = (ctx: Context) => listCandidates(ctx, { recommendationId: id });
    expect(await sent(candidates)).toEqual(situation);
  });

  it('sends four statements for details, and the routing problem’s two for another program’s recommendation', async () => {
    const four = [
      'recommendations.by-id',
      'explanations.of',
      'recommendations.of-account',
      'decisions.of-account',
    ];
    expect(await sent((ctx) => getRecommendation(ctx, id))).toEqual([...four, ...situation]);
    await reject(context.ctx);
    await runToCompletion(context.ctx, wholeBatch);
    const [row] = (await readQueue(context.ctx)).rows;
    expect(await sent((ctx) => getRecommendation(ctx, row?.id ?? ''))).toEqual(four);
  });
});
