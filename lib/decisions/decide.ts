import 'server-only';
import { v7 as uuid } from 'uuid';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Facts } from '@/lib/read-model/facts';
import type { ReadModel } from '@/lib/read-model/read-model';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { setOutcomes } from '@/lib/warehouse/sql/recommendations';
import type { Session } from '@/lib/warehouse/types';
import { claim } from './claim';
import { DecisionBatches, type Submission } from './decision-batches';
import {
  type DecisionOutcome,
  othersAreDeciding,
  recommendationNotFound,
  wrongPerson,
} from './decision-outcome';
import { applyDecided, type DecisionState } from './decision-state';
import { findAccounts } from './find-accounts';
import { type DecideInput, type DecisionRequest, decideInput } from './input';
import { judge } from './judge';
import { type DecidedRequest, type Judgment, refused } from './judgment';
import { parseRequests } from './parse-requests';

/**
 * Decides any number of recommendations in one transaction: accepts, overrides, rejects, and undoes.
 * A refused request does not stop the others. Idempotent by `requestId`: a retry returns the original
 * outcome. Managers only.
 * @returns one outcome per request, in the order of the requests
 * @throws AppError `wrong_person`, `forbidden`, or `invalid_input` if the input as a whole is; or a
 * warehouse code, after which a retry is safe. Nothing was decided, unless the message says that this
 * is not known.
 */
export async function decide(ctx: Context, input: DecideInput): Promise<DecisionOutcome[]> {
  const { person, requests } = parseInput(decideInput, input);
  if (person !== undefined && person !== ctx.person.email) throw wrongPerson(person);
  requireRole(ctx.person, 'manager');
  const parsed = parseRequests(requests);
  const valid = parsed.flatMap(({ request }) => (request instanceof AppError ? [] : [request]));

  const { policy } = await currentPolicy(ctx.warehouse);
  const facts = await ctx.readModel.facts(policy, ctx.now());
  const accounts = await findAccounts(ctx, facts, valid);
  const found = valid.filter(({ recommendationId }) => accounts.has(recommendationId));
  const known = { policy, facts, accounts };
  const judged =
    found.length > 0 ? await batchesOf(ctx).submit({ ctx, requests: found, known }) : null;

  return parsed.map(({ requestId, recommendationId, request }) => {
    const judgment =
      request instanceof AppError
        ? refused(request)
        : (judged?.judgments.get(request) ?? refused(recommendationNotFound()));
    const ids = { requestId, recommendationId };
    return judgment.kind === 'refused'
      ? { ...ids, status: 'refused', error: toErrorResponse(judgment.error) }
      : { ...ids, status: 'decided', decision: judgment.decision };
  });
}

interface Judged {
  readonly state: DecisionState;
  readonly judgments: ReadonlyMap<DecisionRequest, Judgment>;
}

/** Rolls back if there is nothing to write, so that the claim leaves no trace. */
class NothingDecided extends Error {
  constructor(readonly judged: Judged) {
    super('Nothing was decided.');
  }
}

const batches = new WeakMap<ReadModel, DecisionBatches<Judged>>();

/** The batches of a server's warehouse. */
function batchesOf({ readModel }: Context): DecisionBatches<Judged> {
  const existing = batches.get(readModel) ?? new DecisionBatches(decideAll);
  batches.set(readModel, existing);
  return existing;
}

/** Decides submissions in one transaction, and updates the read model. */
async function decideAll(submissions: readonly Submission[]): Promise<Judged> {
  const [{ ctx } = missing()] = submissions;
  const { policy, facts } = submissions.at(-1)?.known ?? missing();
  const accounts = new Map(submissions.flatMap(({ known }) => [...known.accounts]));
  const requests = submissions.flatMap((each) => each.requests);
  const people = new Map(
    submissions.flatMap((each) => each.requests.map((request) => [request, each.ctx.person])),
  );
  const transact = async (session: Session): Promise<Judged> => {
    const known = { policy, facts, accounts };
    const { state, now, unclaimed } = await claim(session, requests, ctx.now, known);
    const judgments = new Map<DecisionRequest, Judgment>();
    for (const request of requests) {
      const { recommendationId } = request;
      const judgment = unclaimed.has(recommendationId)
        ? refused(othersAreDeciding())
        : judge(request, state, {
            ...{ policy, now, by: people.get(request) ?? ctx.person, id: uuid() },
            ownerBefore: ctx.readModel.beforeDecision(recommendationId)?.owner,
          });
      if (judgment.kind === 'decided') applyDecided(state, judgment);
      judgments.set(request, judgment);
    }
    const decided = decidedOnly(judgments);
    if (decided.length === 0) throw new NothingDecided({ state, judgments });
    await write(session, decided);
    return { state, judgments };
  };
  const options = { idempotent: true, tracked: true };
  const judged = await ctx.warehouse
    .transaction('decisions.decide', transact, options)
    .catch((error: unknown) => {
      if (error instanceof NothingDecided) return error.judged;
      throw error;
    });
  updateReadModel(ctx, facts, judged);
  return judged;
}

function missing(): never {
  throw new Error('A batch needs a submission.');
}

/** Writes everything that was decided, in the order of the requests. */
async function write(session: Session, decided: readonly DecidedRequest[]): Promise<void> {
  const outcomes = decided.flatMap(({ outcome }) => outcome ?? []);
  if (outcomes.length > 0) {
    const updated = await session.write(setOutcomes(outcomes));
    if (updated !== outcomes.length) {
      throw new AppError(
        'warehouse_busy',
        'Another program changed these recommendations. Nothing was changed. Try again.',
      );
    }
  }
  // An account may have several: an undo, and then another decision. The last one counts.
  const assignments = new Map(
    decided.flatMap(({ accountId, assignment }) =>
      assignment === undefined ? [] : [[accountId, { accountId, assignment }]],
    ),
  );
  if (assignments.size > 0) await session.write(upsertAssignments([...assignments.values()]));
  await session.write(insertDecisions(decided.map(({ record }) => record)));
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

function decidedOnly(judgments: ReadonlyMap<DecisionRequest, Judgment>): DecidedRequest[] {
  return [...judgments.values()].filter((each) => each.kind === 'decided');
}
