import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import { getRecommendation, listCandidates } from './recommendation-details';
import { undoDecision } from './undo-decision';

// Above what a run's own recommendations are numbered.
const id = '9001';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: 'A' }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: Number(id), account: 'A', csm: 'Ana', at: hoursAgo(1) },
  ]);
});

const sent = (work: (ctx: Context) => Promise<unknown>) => recordStatements(desk.ctx, work);
const take = ['recommendations.take-undecided', 'decisions.context'];
const takeBack = ['recommendations.take', 'decisions.context'];
const give = ['recommendations.set-outcome', 'assignments.put', 'decisions.insert', 'COMMIT'];
const record = ['decisions.insert', 'COMMIT'];

const accept = (ctx: Context, request = decisionRequest(id)) => acceptRecommendation(ctx, request);
const reject = (ctx: Context, request = decisionRequest(id)) =>
  rejectRecommendation(ctx, { ...request, reason: 'workload' });
const override = (ctx: Context, request = decisionRequest(id)) =>
  overrideRecommendation(ctx, { ...request, csm: 'Bo', reason: 'workload' });

// Each is a wait of tenths of a second on Snowflake: whoever adds one changes this on purpose.
describe('a decision sends', () => {
  it.each([
    ['an acceptance', accept, [...take, ...give], [...takeBack, ...give]],
    ['an override', override, [...take, ...give], [...takeBack, ...give]],
    ['a rejection', reject, [...take, ...record], [...takeBack, ...record]],
  ])('for %s and for its undo', async (_, decide, forIt, forUndo) => {
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
  ])('two statements for whoever comes too late for %s', async (_, decide) => {
    await decide(desk.ctx);
    expect(await sent((ctx) => expectAppError(accept(ctx)))).toEqual([
      'recommendations.take-undecided',
      'decisions.first',
      'ROLLBACK',
    ]);
  });

  it('three for a request that comes again, and two where it was undone', async () => {
    const again = ['recommendations.take-undecided', 'decisions.first', 'decisions.context'];
    for (const decide of [accept, override, reject]) {
      const request = decisionRequest(id);
      const { decisionId } = await decide(desk.ctx, request);
      expect(await sent((ctx) => decide(ctx, request))).toEqual([...again, 'COMMIT']);
      const undo = { ...decisionRequest(id), decisionId };
      await undoDecision(desk.ctx, undo);
      expect(await sent((ctx) => undoDecision(ctx, undo))).toEqual([...takeBack, 'COMMIT']);
      expect(await sent((ctx) => decide(ctx, request))).toEqual([...take, 'COMMIT']);
    }
  });

  it('two where something speaks against it, and three where there is nothing to decide', async () => {
    await desk.queryRows("DELETE FROM resi_corp_active_csms WHERE active_csm = 'Ana'");
    expect(await sent((ctx) => expectAppError(accept(ctx)))).toEqual([...take, 'ROLLBACK']);
    expect(await sent((ctx) => expectAppError(accept(ctx, decisionRequest('404'))))).toEqual([
      'recommendations.take-undecided',
      'decisions.first',
      'decisions.context',
      'ROLLBACK',
    ]);
  });
});

describe('reading sends', () => {
  it('two statements for a page of the queue, beyond its end too', async () => {
    for (const page of [1, 1_000]) {
      const two = ['queue.page', 'queue.facets'];
      expect(await sent((ctx) => readQueue(ctx, { page }))).toEqual(two);
    }
  });

  const situation = ['accounts.to-place', 'csms.standings'];

  it('two for the candidates', async () => {
    const candidates = (ctx: Context) => listCandidates(ctx, { recommendationId: id });
    expect(await sent(candidates)).toEqual(situation);
  });

  it('four for a record, and the situation too where another program recommended', async () => {
    const four = [
      'recommendations.by-id',
      'explanations.of',
      'recommendations.of-account',
      'decisions.of-account',
    ];
    expect(await sent((ctx) => getRecommendation(ctx, id))).toEqual([...four, ...situation]);
    await reject(desk.ctx);
    await runToCompletion(desk.ctx, wholeBatch);
    const [row] = (await readQueue(desk.ctx)).rows;
    expect(await sent((ctx) => getRecommendation(ctx, row?.id ?? ''))).toEqual(four);
  });
});
