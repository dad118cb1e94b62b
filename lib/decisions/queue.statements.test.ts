import { beforeEach, describe, expect, it } from 'vitest';
import { ReadModel } from '@/lib/read-model/read-model';
import type { Context } from '@/lib/server/context';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { withStatementSpy } from '@/test/support/statement-spy';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';
import { countPending } from './queue';
import { getRecommendation, getRecommendations, listCandidates } from './recommendation-details';

// Above the ids that a run generates.
const id = '9001';
const context = seededTestContext({
  csms: [{ name: 'Ana Diaz' }, { name: 'Bo Li' }, { name: 'Cy Ek' }],
  accounts: [{ id: 'A-1' }, { id: 'A-2' }, { id: 'A-3' }],
  recommendations: [
    { id: Number(id), account: 'A-1', csm: 'Ana Diaz', at: hoursAgo(1) },
    { id: Number(id) + 1, account: 'A-2', csm: 'Bo Li', at: hoursAgo(1) },
  ],
});

let statements: string[];
/** A context whose read model sends its statements through the spy, too. */
let ctx: Context;

beforeEach(() => {
  const watched = withStatementSpy(context.ctx, ({ name, kind }) => {
    if (name !== 'policy.newest' && (kind === 'read' || kind === 'write')) statements.push(name);
  });
  ctx = { ...watched, readModel: new ReadModel(watched.warehouse) };
});

async function sent(work: () => Promise<unknown>): Promise<string[]> {
  statements = [];
  await work();
  return statements;
}

/** Reads what the shell and the queue page read. */
const view = () => Promise.all([readQueue(ctx), countPending(ctx)]);

describe('reading', () => {
  it('loads open work once, then sends no statement for the queue, its count, and candidates', async () => {
    expect((await sent(view)).sort()).toEqual([
      'contract.other-sources',
      'read-model.company',
      'read-model.open-work',
      'read-model.receipts',
    ]);
    expect(await sent(view)).toEqual([]);
    expect(await sent(() => readQueue(ctx, { page: 1_000 }))).toEqual([]);
    expect(await sent(() => listCandidates(ctx, { recommendationId: id }))).toEqual([]);
  });

  it('sends one statement for the details of pending recommendations, explained by their runs or now', async () => {
    await runToCompletion(context.ctx, wholeBatch);
    const [{ rows }] = await view();
    expect(rows.map(({ accountId }) => accountId).sort()).toEqual(['A-1', 'A-2', 'A-3']);
    const ids = rows.map((row) => row.id);
    expect(await sent(() => getRecommendations(ctx, { ids }))).toEqual(['recommendations.records']);
  });

  it('sends three statements for the details of a decided recommendation', async () => {
    await acceptRecommendation(context.ctx, decisionRequest(id));
    await view();
    expect(await sent(() => getRecommendation(ctx, id))).toEqual([
      'recommendations.by-id',
      'accounts.by-id',
      'recommendations.records',
    ]);
  });
});

describe('the queue', () => {
  it('shows a decision and its undo without a statement, in rows, facets, and count', async () => {
    await view();
    const decision = await acceptRecommendation(ctx, decisionRequest(id));
    statements = [];
    const [page, pending] = await view();
    expect(statements).toEqual([]);
    expect(page.rows.map(({ accountId }) => accountId)).toEqual(['A-2']);
    expect(page.facets.csm).toEqual([{ value: 'Bo Li', count: 1 }]);
    expect(pending).toBe(1);
    await undoDecision(ctx, decision);
    expect((await view())[1]).toBe(2);
  });

  it('has the number of the newest change, which rises with each decision', async () => {
    const [before] = await view();
    expect((await view())[0].changeNumber).toBe(before.changeNumber);
    await acceptRecommendation(ctx, decisionRequest(id));
    expect((await view())[0].changeNumber).toBeGreaterThan(before.changeNumber);
  });
});
