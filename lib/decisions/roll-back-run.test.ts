import { beforeEach, describe, expect, it } from 'vitest';
import { getRun, type Run } from '@/lib/runs/read-runs';
import { getRunOutcomes } from '@/lib/runs/run-outcomes';
import type { Context } from '@/lib/server/context';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { expectFactsAsLoaded } from '@/test/support/read-model';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo } from '@/test/support/test-context';
import { withLostCommit } from '@/test/support/transaction-faults';
import { previewRollback, rollBackRun } from './roll-back-run';

const context = seededTestContext({
  csms: ['Ana', 'Bo', 'Cy', 'Di'].map((name) => ({ name })),
  accounts: ['A', 'B', 'C', 'D'].map((id) => ({ id, name: `Account ${id}`, since: hoursAgo(48) })),
});

let admin: Context;
let run: Run;
/** The ids of the recommendations for accounts A to D, and whom they recommend. */
let ids: Record<'A' | 'B' | 'C' | 'D', string>;
let csmOf: (id: string) => string;
beforeEach(async () => {
  admin = context.as('Ada Admin', 'admin');
  run = await runToCompletion(context.ctx, { ...wholeBatch, review: 'off' });
  const rows = [...((await getRunOutcomes(context.ctx, run))?.byAccount.values() ?? [])];
  ids = Object.fromEntries(rows.map(({ accountId, id }) => [accountId, id])) as typeof ids;
  csmOf = (id) => rows.find((row) => row.id === id)?.recommendedCsm ?? '';
  context.advanceHours(1);
});

const accept = (id: string, ctx = context.ctx) => acceptRecommendation(ctx, decisionRequest(id));
const reject = (id: string) =>
  rejectRecommendation(context.ctx, { ...decisionRequest(id), reason: 'not_ready' });
const override = (id: string, ctx = context.ctx) =>
  overrideRecommendation(ctx, {
    ...decisionRequest(id),
    csm: ['Ana', 'Bo'].find((csm) => csm !== csmOf(id)) ?? '',
    reason: 'workload',
    acknowledged: ['cooling', 'velocity'],
  });
const input = () => ({ runId: run.id });
const rollBack = (ctx = admin) => rollBackRun(ctx, input());
const states = async () => {
  const outcomes = await getRunOutcomes(context.ctx, run);
  return Object.fromEntries(
    [...(outcomes?.byAccount ?? [])].map(([account, { state }]) => [account, state]),
  );
};
const assignments = () =>
  context.queryRows('SELECT account_id, csm_name FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE ORDER BY 1');
const lastAudit = async () => (await context.warehouse.read(auditEntriesFrom(1, 1_000))).at(-1);

describe('rolling back a run', () => {
  it('undoes all of its decisions, by anyone and however old, and leaves the rest pending', async () => {
    await accept(ids.A);
    await override(ids.B, context.as('Zoe', 'manager'));
    await reject(ids.C);
    context.advanceHours(24 * 40);
    expect(await previewRollback(admin, input())).toEqual({ undone: 3, kept: [], pending: 1 });
    expect(await rollBack()).toEqual({ undone: 3, kept: [], pending: 1 });
    expect(await states()).toEqual({ A: 'pending', B: 'pending', C: 'pending', D: 'pending' });
    expect(await assignments()).toEqual([]);
    await expectFactsAsLoaded(context.ctx);
  });

  it('previews without changing anything', async () => {
    await accept(ids.A);
    await previewRollback(admin, input());
    expect(await states()).toMatchObject({ A: 'accepted' });
    expect(await getRun(admin, run.id)).toMatchObject({ rolledBackAt: null });
  });

  it('is recorded in the run and, with its counts, in the audit trail', async () => {
    await accept(ids.A);
    await rollBack();
    expect(await getRun(admin, run.id)).toMatchObject({
      rolledBackAt: context.now(),
      rolledBackByName: 'Ada Admin',
    });
    const entries = await context.warehouse.read(auditEntriesFrom(1, 1_000));
    expect(entries.findLast(({ action }) => action === 'run.rolled-back')).toMatchObject({
      actor: 'ada.admin@example.com',
      subject: run.id,
      details: JSON.stringify({ undone: 1, kept: 0 }),
    });
  });

  it('keeps a decision after which something newer happened, and says what and when', async () => {
    const accepted = await accept(ids.A);
    await accept(ids.B);
    await accept(ids.C);
    context.advanceHours(1);
    const later = context.now();
    await upsertExternalAssignments(context.warehouse, [
      { account: 'B', csm: 'Di', at: later.toISOString() },
    ]);
    await insertExternalRecommendations(context.warehouse, [
      { account: 'C', csm: 'Di', at: later.toISOString() },
    ]);
    admin.readModel.invalidate();
    const rollback = await rollBack();
    expect(rollback).toMatchObject({ undone: 1, pending: 1 });
    expect(rollback.kept).toEqual([
      {
        recommendationId: ids.B,
        accountName: 'Account B',
        csm: csmOf(ids.B),
        decision: expect.objectContaining({
          verb: 'accept',
          byName: 'Mia Manager',
          at: accepted.at,
        }),
        newer: { what: 'the account has since been assigned to Di', at: later },
      },
      expect.objectContaining({
        accountName: 'Account C',
        newer: { what: 'the account has since been recommended again', at: later },
      }),
    ]);
    expect(await states()).toMatchObject({ A: 'pending', B: 'accepted', C: 'accepted' });
    await expectFactsAsLoaded(context.ctx);
  });

  it('keeps what another program decided', async () => {
    await context.queryRows(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
      SET was_assigned = TRUE, actual_assigned_csm = recommended_csm WHERE recommendation_id = ${ids.A}`);
    await accept(ids.B);
    admin.readModel.invalidate();
    expect(await rollBack()).toMatchObject({
      undone: 1,
      kept: [
        {
          accountName: 'Account A',
          decision: null,
          newer: { what: 'it was decided outside the app', at: null },
        },
      ],
    });
  });

  it('restores nothing twice: a second time undoes only what was decided since', async () => {
    await accept(ids.A);
    await rollBack();
    await accept(ids.B);
    expect(await rollBack()).toEqual({ undone: 1, kept: [], pending: 3 });
    expect(await rollBack()).toEqual({ undone: 0, kept: [], pending: 4 });
  });

  it('changes and records nothing if nothing can be undone', async () => {
    expect(await rollBack()).toEqual({ undone: 0, kept: [], pending: 4 });
    expect(await getRun(admin, run.id)).toMatchObject({ rolledBackAt: null });
    expect(await lastAudit()).not.toMatchObject({ action: 'run.rolled-back' });
  });

  it('lets an undo and a decision at the same time win or lose as a whole', async () => {
    const accepted = await accept(ids.A);
    await accept(ids.B);
    const [rollback, undone, other] = await Promise.allSettled([
      rollBack(),
      undoDecision(context.ctx, accepted),
      accept(ids.C),
    ]);
    expect(other.status).toBe('fulfilled');
    const counts = rollback.status === 'fulfilled' ? rollback.value : null;
    // A was undone once, by either.
    expect(counts?.undone).toBe(undone.status === 'fulfilled' ? 1 : 2);
    expect(await states()).toMatchObject({ A: 'pending', B: 'pending', C: 'accepted' });
    await expectFactsAsLoaded(context.ctx);
  });

  it('of two admins at the same time undoes each decision once', async () => {
    await accept(ids.A);
    await accept(ids.B);
    const both = await Promise.all([rollBack(), rollBack(context.as('Al', 'admin'))]);
    expect(both.map(({ undone }) => undone).sort()).toEqual([0, 2]);
    const undos = await context.queryRows(
      `SELECT COUNT(*) AS n FROM CSM_ROUTING_DECISIONS WHERE verb = 'undo'`,
    );
    expect(Number(undos[0]?.n)).toBe(2);
  });

  it('returns what it undid when the response to its commit was lost', async () => {
    await accept(ids.A);
    expect(await rollBack(withLostCommit(admin))).toEqual({ undone: 1, kept: [], pending: 3 });
    expect(await states()).toMatchObject({ A: 'pending' });
  });

  it('needs a run that exists', async () => {
    await expect(rollBackRun(admin, { runId: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
