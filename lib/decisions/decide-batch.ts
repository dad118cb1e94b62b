import { v7 as uuid } from 'uuid';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Facts } from '@/lib/read-model/facts';
import {
  type AuditEntry,
  auditedTransaction,
  type ExpectAuditHead,
  type RecordAudit,
} from '@/lib/server/audit/audited-transaction';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { setOutcomes } from '@/lib/warehouse/sql/recommendations';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Session } from '@/lib/warehouse/types';
import { claim } from './claim';
import type { Submission } from './decision-batches';
import { othersAreDeciding } from './decision-outcome';
import { applyDecided, type DecisionState } from './decision-state';
import { findAccounts } from './find-accounts';
import type { DecisionRequest } from './input';
import { judge } from './judge';
import { type DecidedRequest, type Judgment, refused } from './judgment';

/** What became of each request. A request for an unknown recommendation has no judgment. */
export type Judgments = ReadonlyMap<DecisionRequest, Judgment>;

/** What a transaction that decided something writes besides. */
type AlsoWrite = (session: Session, judgments: Judgments, record: RecordAudit) => Promise<void>;

/**
 * Decides the requests of several people in one transaction, in order, and updates the read model.
 * What is slow comes before the transaction. The statements are tagged with the first request.
 */
export async function decideBatch(
  submissions: readonly [Submission, ...Submission[]],
  alsoWrite?: AlsoWrite,
): Promise<Judgments> {
  const [{ ctx, requestId }] = submissions;
  if (submissions.length > 1) {
    const requestIds = submissions.map((each) => each.requestId);
    log.info({ requestId, requestIds }, 'decided together');
  }
  const requests = submissions.flatMap((each) => each.requests);
  const people = new Map(
    submissions.flatMap((each) => each.requests.map((request) => [request, each.ctx.person])),
  );
  const { policy } = await currentPolicy(ctx.warehouse);
  const facts = await ctx.readModel.facts(policy, ctx.now());
  const accounts = await findAccounts(ctx, facts, requests, policy);
  const found = requests.filter(({ recommendationId }) => accounts.has(recommendationId));
  if (found.length === 0) return new Map();

  const transact = async (
    session: Session,
    record: RecordAudit,
    expectHead: ExpectAuditHead,
  ): Promise<Judged> => {
    const known = { policy, facts, accounts };
    const { state, now, unclaimed } = await claim(session, found, ctx.now, known);
    expectHead(state.auditHead);
    const judgments = new Map<DecisionRequest, Judgment>();
    for (const request of found) {
      const { recommendationId } = request;
      const judgment = unclaimed.has(recommendationId)
        ? refused(othersAreDeciding())
        : judge(request, state, {
            policy,
            now,
            by: people.get(request) ?? ctx.person,
            id: uuid(),
            ownerBefore: ctx.readModel.beforeDecision(recommendationId)?.owner,
          });
      if (judgment.kind === 'decided') applyDecided(state, judgment);
      judgments.set(request, judgment);
    }
    const decided = decidedOnly(judgments);
    if (decided.length === 0) throw new NothingDecided({ state, judgments });
    await write(session, decided);
    await alsoWrite?.(session, judgments, record);
    for (const submission of submissions) {
      const own = submission.requests.flatMap((request) => judgments.get(request) ?? []);
      for (const entry of auditEntriesOf(submission, own.filter(isDecided))) record(entry);
    }
    return { state, judgments };
  };
  const judged = await auditedTransaction(ctx, 'decisions.decide', transact, {
    idempotent: true,
    tracked: true,
  }).catch((error: unknown) => {
    if (error instanceof NothingDecided) return error.judged;
    throw error;
  });
  updateReadModel(ctx, facts, judged);
  return judged.judgments;
}

interface Judged {
  readonly state: DecisionState;
  readonly judgments: Judgments;
}

/** Rolls back if there is nothing to write, so that the claim leaves no trace. */
class NothingDecided extends Error {
  constructor(readonly judged: Judged) {
    super('Nothing was decided.');
  }
}

/** Writes everything that was decided, in the order of the requests. */
async function write(session: Session, decided: readonly DecidedRequest[]): Promise<void> {
  const outcomes = decided.flatMap(({ outcome }) => outcome ?? []);
  const updated = await writeAll(session, setOutcomes(outcomes));
  if (updated !== outcomes.length) {
    throw new AppError(
      'warehouse_busy',
      'Another program changed these recommendations. Nothing was changed. Try again.',
    );
  }
  await writeAll(session, insertDecisions(decided.map(({ record }) => record)));
  // An account may have several: an undo, and then another decision. The last one counts.
  const assignments = new Map(
    decided.flatMap(({ accountId, assignment }) =>
      assignment === undefined ? [] : [[accountId, { accountId, assignment }]],
    ),
  );
  // Late, because on Snowflake a MERGE makes every other one on the table wait until the COMMIT.
  await writeAll(session, upsertAssignments([...assignments.values()]));
}

/**
 * What the audit trail says about the decisions of one person's request: an entry for those that were
 * made, and one for those that were undone. Reasons and notes are in the decisions themselves.
 */
function auditEntriesOf(
  { ctx }: Submission,
  decided: readonly DecidedRequest[],
): readonly AuditEntry[] {
  const made = decided.filter(({ record }) => record.verb !== 'undo');
  const undone = decided.filter(({ record }) => record.verb === 'undo');
  const entry = (action: 'decision.made' | 'decision.undone', part: typeof made): AuditEntry[] => {
    const [first, ...others] = part.map(({ record }) => ({
      recommendation: record.recommendationId,
      account: record.accountId,
      verb: record.verb,
      csm: record.csm,
    }));
    if (!first) return [];
    const subject = others.length === 0 ? first.recommendation : null;
    return [{ action, subject, details: { decisions: [first, ...others] }, by: ctx.person }];
  };
  return [...entry('decision.made', made), ...entry('decision.undone', undone)];
}

/**
 * Applies the decisions to the read model. Reloads it if the warehouse had something else than the
 * model: another server decided, or an earlier attempt was committed without a response.
 */
function updateReadModel({ readModel }: Context, facts: Facts, { state, judgments }: Judged): void {
  const isOutdated = [...state.recommendations.values()].some(
    (stored) => (stored.state === 'pending') !== facts.recommendations.has(stored.facts.id),
  );
  readModel.apply(decidedOnly(judgments).map(({ change }) => change));
  if (isOutdated) readModel.invalidate();
}

function decidedOnly(judgments: Judgments): DecidedRequest[] {
  return [...judgments.values()].filter(isDecided);
}

function isDecided(judgment: Judgment): judgment is DecidedRequest {
  return judgment.kind === 'decided';
}
