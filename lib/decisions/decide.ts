import 'server-only';
import { v7 as uuid } from 'uuid';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { type DecisionContext, decisionContext } from '@/lib/warehouse/sql/decision-context';
import {
  currentDecision,
  type DecisionVerb,
  insertDecisions,
  upsertAssignments,
} from '@/lib/warehouse/sql/decisions';
import {
  claimUndecided,
  type RecommendationOutcomeUpdate,
  setOutcome,
} from '@/lib/warehouse/sql/recommendations';
import type { Flag } from '@/lib/warehouse/sql/rule-warnings';
import { columnLimits, truncateText } from '@/lib/warehouse/sql/shared/column-limits';
import type { Session } from '@/lib/warehouse/types';
import {
  alreadyDecided,
  type DecisionResult,
  originalResult,
  recommendationNotFound,
} from './decision-result';
import {
  type AcceptInput,
  acceptInput,
  type OverrideInput,
  overrideInput,
  type RejectInput,
  rejectInput,
} from './input';

/** Accepts a recommendation: its CSM becomes the account's owner. Managers only. */
export async function acceptRecommendation(
  ctx: Context,
  input: AcceptInput,
): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  const parsed = parseInput(acceptInput, input);
  return decide(ctx, { ...parsed, verb: 'accept', csm: null, reason: null, note: null });
}

/** Assigns the account to a different active CSM. Managers only. */
export async function overrideRecommendation(
  ctx: Context,
  input: OverrideInput,
): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  return decide(ctx, { ...parseInput(overrideInput, input), verb: 'override' });
}

/** Rejects a recommendation without choosing another CSM: the account stays unassigned. Managers only. */
export async function rejectRecommendation(
  ctx: Context,
  input: RejectInput,
): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  return decide(ctx, { ...parseInput(rejectInput, input), verb: 'reject', csm: null });
}

/** The parsed input of accept, override, or reject. */
interface DecideInput {
  readonly recommendationId: string;
  readonly requestId: string;
  readonly verb: Exclude<DecisionVerb, 'undo'>;
  /** The CSM chosen by an override. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly acknowledged: readonly Flag[];
  readonly dwellMs: number | null;
}

/**
 * Decides a pending recommendation. The recommendation, assignment, and decision change in one
 * transaction. Idempotent by `requestId`: a retry returns the original result.
 * @throws AppError `not_found`, `already_decided` (who, what, when), `needs_confirmation` (the
 * flags to acknowledge), or `invalid_input`
 */
async function decide(ctx: Context, input: DecideInput): Promise<DecisionResult> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const ids = [input.recommendationId];
  const transact = async (session: Session): Promise<DecisionResult> => {
    const { row, now } = await claimPending(session, input, ctx.now, policy);
    if (row.earlierOutcome) return originalResult(row, row.earlierOutcome, input.verb);
    requireAcknowledged(row, input);

    const csm = input.verb === 'reject' ? null : row.targetCsm;
    const decisionId = uuid();
    const revealed = row.review?.withheld ? row.unblindedReview : null;
    // A rejection does not change the recommendation's row, except to reveal a hidden review.
    if (csm !== null || revealed) {
      const updated = await session.write(
        setOutcome(ids, outcomeUpdate(input, csm), revealed?.feedback),
      );
      if (updated !== 1) throw recommendationNotFound();
    }
    if (csm !== null) {
      const feedback = revealed?.feedback ?? row.feedback;
      const assignment = {
        csmName: csm,
        assignedAt: now.toISOString(),
        method: input.verb === 'override' ? 'manual_override' : row.method,
        feedback: feedback && truncateText(feedback, columnLimits.feedback),
        updatedAt: now.toISOString(),
      };
      await session.write(upsertAssignments([{ accountId: row.accountId, assignment }]));
    }
    await session.write(
      insertDecisions([
        {
          ...input,
          id: decisionId,
          at: now,
          accountId: row.accountId,
          recommendedCsm: row.recommendedCsm,
          csm,
          acknowledgedRules: input.verb === 'reject' ? [] : row.flags,
          undoes: null,
          assignmentBefore: row.assignment,
          by: ctx.person,
        },
      ]),
    );
    return {
      decisionId,
      recommendationId: row.id,
      accountId: row.accountId,
      accountName: row.accountName,
      verb: input.verb,
      csm,
      at: now,
      revealed,
    };
  };
  return ctx.warehouse.transaction(`decisions.${input.verb}`, transact, { idempotent: true });
}

function outcomeUpdate({ verb }: DecideInput, csm: string | null): RecommendationOutcomeUpdate {
  if (csm === null) return { kind: 'unassigned' };
  return verb === 'override' ? { kind: 'overridden', csm } : { kind: 'accepted' };
}

/** Limits retries while others keep deciding and undoing the same recommendation. */
const MAX_CLAIM_ATTEMPTS = 3;

/**
 * Claims the recommendation for this transaction and returns its facts. It is either pending or
 * was already decided by this same request (`earlierOutcome`).
 * @throws AppError `already_decided`, `not_found`, or `warehouse_busy`
 */
async function claimPending(
  session: Session,
  { recommendationId, requestId, csm }: DecideInput,
  clock: () => Date,
  limits: Policy,
): Promise<{ readonly row: DecisionContext; readonly now: Date }> {
  const ids = [recommendationId];
  for (let attempt = 1; attempt <= MAX_CLAIM_ATTEMPTS; attempt++) {
    const claimed = await session.write(claimUndecided(ids));
    if (claimed === 0) {
      const [winner] = await session.read(currentDecision(recommendationId, requestId));
      if (winner) throw alreadyDecided({ ...winner, currentCsm: null });
    }
    const now = clock();
    const [row] = await session.read(decisionContext({ ids, requestId, csm, now, limits }));
    if (!row || claimed > 1) throw recommendationNotFound();
    if (row.earlierOutcome) return { row, now };
    if (row.state !== 'pending') throw alreadyDecided(row);
    if (claimed === 1) return { row, now };
    // The decision we lost to was undone in the meantime: claim again.
  }
  throw new AppError(
    'warehouse_busy',
    'Others are deciding this recommendation right now. Nothing was changed. Try again.',
  );
}

/**
 * Requires a valid target CSM and an acknowledgment of every broken rule. A rejection needs neither.
 * @throws AppError `invalid_input` or `needs_confirmation`
 */
function requireAcknowledged(row: DecisionContext, input: DecideInput): void {
  if (input.verb === 'reject') return;
  if (input.verb === 'override') {
    if (row.targetCsm === row.recommendedCsm) {
      throw new AppError(
        'invalid_input',
        `${row.recommendedCsm} is the recommended CSM. Accept the recommendation instead.`,
      );
    }
    if (row.flags.includes('not_active')) {
      throw new AppError('invalid_input', `${row.targetCsm} is not an active CSM. Choose another.`);
    }
  }
  if (row.flags.every((flag) => input.acknowledged.includes(flag))) return;
  throw new AppError(
    'needs_confirmation',
    'This decision breaks a routing rule. Nothing was changed. Review the rule and confirm.',
    {
      details: {
        flags: row.flags,
        csm: row.targetCsm,
        coolingUntil: row.coolingUntil,
        awayUntil: row.awayUntil,
      },
    },
  );
}
