import 'server-only';
import { z } from 'zod';
import { runResultSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';
import { type RunOutcomeRow, runOutcomes } from '@/lib/warehouse/sql/run-outcomes';
import { markRolledBack, type RunRow, runById } from '@/lib/warehouse/sql/runs';
import { buildRequests } from './bulk';
import { decideBatch } from './decide-batch';
import type { DecisionRequest } from './input';
import type { NewerEvent } from './judge-undo';
import type { Judgment } from './judgment';
import { createPreviewJudge } from './preview-judge';

const rollbackInput = z.object({ runId: z.string().min(1, 'is required').max(50, 'is too long') });
type RollbackInput = z.input<typeof rollbackInput>;

/** A decision that a rollback keeps, because something newer happened to the account. */
export interface KeptDecision {
  readonly recommendationId: string;
  readonly accountName: string;
  /** Null if it was made outside the app. */
  readonly decision: {
    readonly verb: DecisionVerb;
    readonly byName: string;
    readonly at: Date;
  } | null;
  /** The owner after the decision; null after a rejection. */
  readonly csm: string | null;
  readonly newer: NewerEvent;
}

/** What a rollback does, or did. */
export interface Rollback {
  readonly undone: number;
  readonly kept: readonly KeptDecision[];
  /** Recommendations of the run that were pending before. They stay pending. */
  readonly pending: number;
}

/**
 * Returns what a rollback of a run would do now. Admins only.
 * @throws AppError `not_found`
 */
export async function previewRollback(ctx: Context, input: RollbackInput): Promise<Rollback> {
  requireRole(ctx.person, 'admin');
  const loaded = await loadDecisions(ctx, parseInput(rollbackInput, input).runId);
  const requests = loaded.decided.map(({ request }) => request);
  const judge = await createPreviewJudge(ctx, requests);
  return toRollback(loaded, new Map(requests.map((request) => [request, judge(request)])));
}

/**
 * Rolls back a run: undoes all of its decisions, by anyone and of any age, where nothing newer
 * happened to the account, in one transaction. Their recommendations are pending again. Rolling it
 * back again undoes what was decided since. Admins only.
 * @returns what was undone and kept
 * @throws AppError `not_found`; or a warehouse code, after which nothing was undone, unless the
 * message says that this is not known
 */
export async function rollBackRun(ctx: Context, input: RollbackInput): Promise<Rollback> {
  requireRole(ctx.person, 'admin');
  const { runId } = parseInput(rollbackInput, input);
  const loaded = await loadDecisions(ctx, runId);
  const requests = loaded.decided.map(({ request }) => request);
  const judgments = await decideBatch([{ ctx, requests }], async (session, judged, record) => {
    const { undone, kept } = toRollback(loaded, judged);
    await session.write(markRolledBack(runId, ctx.person, ctx.now()));
    record({ action: 'run.rolled-back', subject: runId, details: { undone, kept: kept.length } });
  });
  return toRollback(loaded, judgments);
}

interface LoadedDecisions {
  readonly decided: readonly {
    readonly row: RunOutcomeRow;
    readonly request: Extract<DecisionRequest, { verb: 'undo' }>;
  }[];
  /** Decided by another program, so that nothing is known of the assignment before. */
  readonly decidedOutside: readonly RunOutcomeRow[];
  readonly pending: number;
  readonly nameOf: (accountId: string) => string;
}

/** Loads a run's decisions in effect, with the requests that undo them. */
async function loadDecisions({ warehouse }: Context, runId: string): Promise<LoadedDecisions> {
  const [[run], rows] = await Promise.all([
    warehouse.read(runById(runId)),
    warehouse.read(runOutcomes(runId)),
  ]);
  if (!run) throw new AppError('not_found', 'This run does not exist.');
  const names = accountNames(run);
  const decisions = rows.flatMap((row) =>
    row.decision ? [{ row, undoes: row.decision.requestId }] : [],
  );
  return {
    decided: buildRequests(decisions, ({ row, undoes }, requestId) => ({
      row,
      request: { verb: 'undo', recommendationId: row.id, requestId, undoes },
    })),
    decidedOutside: rows.filter(
      ({ decision, state }) => !decision && (state === 'accepted' || state === 'overridden'),
    ),
    pending: rows.filter(({ state }) => state === 'pending').length,
    nameOf: (accountId) => names.get(accountId) ?? accountId,
  };
}

function accountNames({ result }: RunRow): ReadonlyMap<string, string> {
  if (result === null) return new Map();
  const { placements } = runResultSchema.parse(JSON.parse(result));
  return new Map(placements.map(({ accountId, accountName }) => [accountId, accountName]));
}

function toRollback(
  { decided, decidedOutside, pending, nameOf }: LoadedDecisions,
  judgments: ReadonlyMap<DecisionRequest, Judgment>,
): Rollback {
  const keep = (row: RunOutcomeRow, newer: NewerEvent): KeptDecision => ({
    recommendationId: row.id,
    accountName: nameOf(row.accountId),
    decision: row.decision,
    csm: row.givenTo,
    newer,
  });
  const kept = decided.flatMap(({ row, request }) => {
    const judgment = judgments.get(request);
    if (judgment && judgment.kind !== 'refused') return [];
    return [keep(row, newerEventOf(judgment))];
  });
  return {
    undone: decided.length - kept.length,
    kept: [
      ...kept,
      ...decidedOutside.map((row) =>
        keep(row, { what: 'it was decided outside the app', at: null }),
      ),
    ],
    pending,
  };
}

function newerEventOf(judgment: Extract<Judgment, { kind: 'refused' }> | undefined): NewerEvent {
  const { what, at } = judgment?.error.details ?? {};
  if (typeof what !== 'string') {
    return { what: 'others are deciding it right now, or it was deleted', at: null };
  }
  return { what, at: at instanceof Date ? at : null };
}
