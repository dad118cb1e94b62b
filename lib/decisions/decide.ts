import 'server-only';
import { v7 as uuid } from 'uuid';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { putAssignments } from '@/lib/warehouse/sql/assignments';
import { type DecisionContext, decisionContext } from '@/lib/warehouse/sql/decision-context';
import { insertDecisions, type Verb } from '@/lib/warehouse/sql/decisions';
import { firstDecision } from '@/lib/warehouse/sql/first-decision';
import { fitText, room } from '@/lib/warehouse/sql/fit';
import type { Flag } from '@/lib/warehouse/sql/flagged';
import { type Outcome, setOutcome, takeUndecided } from '@/lib/warehouse/sql/recommendations';
import type { Session } from '@/lib/warehouse/types';
import { type Decided, decidedBefore, refuseDecided, unknownRecommendation } from './decided';

/** What accept, override and reject have in common. */
export interface Intent {
  readonly recommendationId: string;
  readonly requestId: string;
  readonly verb: Exclude<Verb, 'undo'>;
  /** The CSM of an override. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly acknowledged: readonly Flag[];
  readonly seenMs: number | null;
}

/**
 * Decides a pending recommendation in one transaction: recommendation, assignment and decision
 * change together or not at all. A request made before is answered with its first result.
 * @throws AppError `not_found`, `already_decided` (who, what, when), `needs_confirmation` (the
 * flags to acknowledge) or `invalid_input`.
 */
export async function decide(ctx: Context, intent: Intent): Promise<Decided> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const ids = [intent.recommendationId];
  const work = async (session: Session): Promise<Decided> => {
    const { row, now } = await takePending(session, intent, ctx.now, policy);
    if (row.answered) return decidedBefore(row, row.answered, intent.verb);
    refuseUnconfirmed(row, intent);

    const csm = intent.verb === 'reject' ? null : row.targetCsm;
    const decision = { id: uuid(), at: now };
    const revealed = row.review?.withheld ? row.revealed : null;
    // A rejection leaves the recommendation as it is, unless there is something to reveal.
    if (csm !== null || revealed) {
      const changed = await session.write(
        setOutcome(ids, outcomeOf(intent, csm), revealed?.feedback),
      );
      if (changed !== 1) throw unknownRecommendation();
    }
    if (csm !== null) {
      const feedback = revealed?.feedback ?? row.feedback;
      const assignment = {
        csmName: csm,
        assignedAt: now.toISOString(),
        method: intent.verb === 'override' ? 'manual_override' : row.method,
        feedback: feedback && fitText(feedback, room.feedback),
        updatedAt: now.toISOString(),
      };
      await session.write(putAssignments([{ accountId: row.accountId, assignment }]));
    }
    await session.write(
      insertDecisions([
        {
          ...decision,
          ...intent,
          accountId: row.accountId,
          recommendedCsm: row.recommendedCsm,
          csm,
          setAside: intent.verb === 'reject' ? [] : row.flags,
          undoes: null,
          before: row.assignment,
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
  return ctx.warehouse.transaction(`decisions.${intent.verb}`, work, { repeatable: true });
}

function outcomeOf({ verb }: Intent, csm: string | null): Outcome {
  if (csm === null) return { kind: 'unassigned' };
  return verb === 'override' ? { kind: 'overridden', csm } : { kind: 'accepted' };
}

/** How often a recommendation is taken that others undo and decide in the same moments. */
const attempts = 3;

/**
 * Takes the recommendation for this transaction and answers what there is to know of it: it is
 * pending, or this request was answered before. Whoever comes too late is told who was first.
 */
async function takePending(
  session: Session,
  { recommendationId, requestId, csm }: Intent,
  clock: () => Date,
  limits: Policy,
): Promise<{ readonly row: DecisionContext; readonly now: Date }> {
  const ids = [recommendationId];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const taken = await session.write(takeUndecided(ids));
    if (taken === 0) {
      const [first] = await session.read(firstDecision(recommendationId, requestId));
      if (first) throw refuseDecided({ ...first, currentCsm: null });
    }
    const now = clock();
    const [row] = await session.read(decisionContext({ ids, requestId, csm, now, limits }));
    if (!row || taken > 1) throw unknownRecommendation();
    if (row.answered) return { row, now };
    if (row.state !== 'pending') throw refuseDecided(row);
    if (taken === 1) return { row, now };
    // It was undone after it was found to be decided, so nobody has taken it.
  }
  throw new AppError(
    'warehouse_busy',
    'Others are deciding this recommendation right now. Nothing was changed; try again.',
  );
}

/** A rejection sets no rule aside; the others need every flag to have been seen. */
function refuseUnconfirmed(row: DecisionContext, intent: Intent): void {
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
