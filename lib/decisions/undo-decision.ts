import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';
import 'server-only';
import { v7 as uuid } from 'uuid';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { type DecisionContext, decisionContext } from '@/lib/warehouse/sql/decision-context';
import { insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { claimRecommendations, setOutcome } from '@/lib/warehouse/sql/recommendations';
import type { Session } from '@/lib/warehouse/types';
import { type DecisionResult, originalResult, recommendationNotFound } from './decision-result';
import { type UndoInput, undoInput } from './input';

/**
 * Undoes a decision: the recommendation is pending again and the account's assignment is restored.
 * Possible only until something newer happens to the account. A review that the decision revealed
 * stays visible, because the user has seen it. Managers only.
 * @throws AppError `undo_expired`, saying what happened since
 */
export async function undoDecision(ctx: Context, input: UndoInput): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  const { recommendationId, requestId, decisionId } = parseInput(undoInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const ids = [recommendationId];
  const transact = async (session: Session): Promise<DecisionResult> => {
    const claimed = await session.write(claimRecommendations(ids));
    if (claimed !== 1) throw recommendationNotFound();
    const now = ctx.now();
    const [row] = await session.read(
      decisionContext({ ids, requestId, csm: null, now, limits: policy }),
    );
    if (!row) throw recommendationNotFound();
    if (row.earlierOutcome) return originalResult(row, row.earlierOutcome, 'undo');
    requireUndoable(row, decisionId);

    // A rejection changed neither the recommendation nor the assignment.
    if (row.state !== 'rejected') {
      await session.write(setOutcome(ids, { kind: 'unassigned' }));
      await session.write(
        upsertAssignments([{ accountId: row.accountId, assignment: row.assignmentToRestore }]),
      );
    }
    const id = uuid();
    await session.write(
      insertDecisions([
        {
          id,
          requestId,
          recommendationId,
          accountId: row.accountId,
          verb: 'undo',
          recommendedCsm: row.recommendedCsm,
          csm: null,
          reason: null,
          note: null,
          acknowledgedRules: [],
          undoes: decisionId,
          assignmentBefore: row.assignment,
          dwellMs: null,
          by: ctx.person,
          at: now,
        },
      ]),
    );
    return {
      decisionId: id,
      recommendationId,
      accountId: row.accountId,
      accountName: row.accountName,
      verb: 'undo',
      csm: null,
      at: now,
      revealed: null,
    };
  };
  return ctx.warehouse.transaction('decisions.undo', transact, { idempotent: true });
}

const stateAfterVerb: Readonly<Record<string, RecommendationState>> = {
  accept: 'accepted',
  override: 'overridden',
  reject: 'rejected',
};

const isSameTime = (a: Date | null, b: Date) => a?.getTime() === b.getTime();

function requireUndoable(row: DecisionContext, decisionId: string): void {
  const { decision, assignment, assignedAt, assignmentUpdatedAt } = row;
  const expired = (what: string) =>
    new AppError('undo_expired', `This can no longer be undone: ${what}. Nothing was changed.`);

  if (!decision || decision.id !== decisionId) {
    throw expired(decision ? `${decision.byName} has decided this again` : 'it was already undone');
  }
  if (row.state !== stateAfterVerb[decision.verb ?? '']) {
    throw expired('the recommendation has changed outside the app');
  }
  const ours = decision.csm
    ? assignment?.csmName === decision.csm && isSameTime(assignmentUpdatedAt, decision.at)
    : assignedAt === null || assignedAt < decision.at;
  if (!ours) {
    throw expired(
      assignment?.csmName
        ? `the account has since been assigned to ${assignment.csmName}`
        : 'the assignment has since changed',
    );
  }
  if (row.newestDecidedAt && row.newestDecidedAt > decision.at) {
    throw expired('there is a newer decision on this account');
  }
  if (row.newestRecommendedAt && row.newestRecommendedAt > decision.at) {
    throw expired('the account has since been recommended again');
  }
}
