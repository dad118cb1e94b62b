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
  type DecisionVerb,
  insertDecisions,
  upsertAssignments,
} from '@/lib/warehouse/sql/decisions';
import { currentDecision } from '@/lib/warehouse/sql/first-decision';
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

/** Accepts a recommendation: its CSM owns the account from now on. Managers only. */
export async function acceptRecommendation(
  ctx: Context,
  input: AcceptInput,
): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  const parsed = parseInput(acceptInput, input);
  return decide(ctx, { ...parsed, verb: 'accept', csm: null, reason: null, note: null });
}

/** Gives the account to another active CSM than the recommended one. Managers only. */
export async function overrideRecommendation(
  ctx: Context,
  input: OverrideInput,
): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  return decide(ctx, { ...parseInput(overrideInput, input), verb: 'override' });
}

/** Declines a recommendation without naming another CSM; the account stays unassigned. Managers only. */
export async function rejectRecommendation(
  ctx: Context,
  input: RejectInput,
): Promise<DecisionResult> {
  requireRole(ctx.person, 'manager');
  return decide(ctx, { ...parseInput(rejectInput, input), verb: 'reject', csm: null });
}

/** What accept, override and reject have in common. */
export interface DecideInput {
  readonly recommendationId: string;
  readonly requestId: string;
  readonly verb: Exclude<DecisionVerb, 'undo'>;
  /** The CSM of an override. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly acknowledged: readonly Flag[];
  readonly dwellMs: number | null;
}

/**
 * Decides a pending recommendation in one transaction: recommendation, assignment and decision
 * change together or not at all. A request made before is answered with its first result.
 * @throws AppError `not_found`, `already_decided` (who, what, when), `needs_confirmation` (the
 * flags to acknowledge) or `invalid_input`.
 */
async function decide(ctx: Context, intent: DecideInput): Promise<DecisionResult> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const ids = [intent.recommendationId];
  const work = async (session: Session): Promise<DecisionResult> => {
    const { row, now } = await claimPending(session, intent, ctx.now, policy);
    if (row.earlierOutcome) return originalResult(row, row.earlierOutcome, intent.verb);
    requireAcknowledged(row, intent);

    const csm = intent.verb === 'reject' ? null : row.targetCsm;
    const decision = { id: uuid(), at: now };
    const revealed = row.review?.withheld ? row.unblindedReview : null;
    // A rejection leaves the recommendation as it is, unless there is something to reveal.
    if (csm !== null || revealed) {
      const changed = await session.write(
        setOutcome(ids, outcomeOf(intent, csm), revealed?.feedback),
      );
      if (changed !== 1) throw recommendationNotFound();
    }
    if (csm !== null) {
      const feedback = revealed?.feedback ?? row.feedback;
      const assignment = {
        csmName: csm,
        assignedAt: now.toISOString(),
        method: intent.verb === 'override' ? 'manual_override' : row.method,
        feedback: feedback && truncateText(feedback, columnLimits.feedback),
        updatedAt: now.toISOString(),
      };
      await session.write(upsertAssignments([{ accountId: row.accountId, assignment }]));
    }
    await session.write(
      insertDecisions([
        {
          ...decision,
          ...intent,
          accountId: row.accountId,
          recommendedCsm: row.recommendedCsm,
          csm,
          acknowledgedRules: intent.verb === 'reject' ? [] : row.flags,
          undoes: null,
          assignmentBefore: row.assignment,
          by: ctx.person,
        },
      ]),
    );
    return {
      decisionId: decision.id,
      recommendationId: row.id,
      accountId: row.accountId,
      accountName: row.accountName,
      verb: intent.verb,
      csm,
      at: now,
      revealed,
    };
  };
  return ctx.warehouse.transaction(`decisions.${intent.verb}`, work, { idempotent: true });
}

function outcomeOf({ verb }: DecideInput, csm: string | null): RecommendationOutcomeUpdate {
  if (csm === null) return { kind: 'unassigned' };
  return verb === 'override' ? { kind: 'overridden', csm } : { kind: 'accepted' };
}

/** How often a recommendation is taken that others undo and decide in the same moments. */
const MAX_CLAIM_ATTEMPTS = 3;

/**
 * Takes the recommendation for this transaction and answers what there is to know of it: it is
 * pending, or this request was answered before. Whoever comes too late is told who was first.
 */
async function claimPending(
  session: Session,
  { recommendationId, requestId, csm }: DecideInput,
  clock: () => Date,
  limits: Policy,
): Promise<{ readonly row: DecisionContext; readonly now: Date }> {
  const ids = [recommendationId];
  for (let attempt = 1; attempt <= MAX_CLAIM_ATTEMPTS; attempt++) {
    const taken = await session.write(claimUndecided(ids));
    if (taken === 0) {
      const [first] = await session.read(currentDecision(recommendationId, requestId));
      if (first) throw alreadyDecided({ ...first, currentCsm: null });
    }
    const now = clock();
    const [row] = await session.read(decisionContext({ ids, requestId, csm, now, limits }));
    if (!row || taken > 1) throw recommendationNotFound();
    if (row.earlierOutcome) return { row, now };
    if (row.state !== 'pending') throw alreadyDecided(row);
    if (taken === 1) return { row, now };
    // It was undone after it was found to be decided, so nobody has taken it.
  }
  throw new AppError(
    'warehouse_busy',
    'Others are deciding this recommendation right now. Nothing was changed; try again.',
  );
}

/** A rejection sets no rule aside; the others need every flag to have been seen. */
function requireAcknowledged(row: DecisionContext, intent: DecideInput): void {
  if (intent.verb === 'reject') return;
  if (intent.verb === 'override') {
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
  const unseen = row.flags.filter((flag) => !intent.acknowledged.includes(flag));
  if (unseen.length > 0) {
    throw new AppError(
      'needs_confirmation',
      'Something speaks against this decision. Nothing was changed; look at it and confirm.',
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
}
