import 'server-only';
import type { ReadModel } from '@/lib/read-model/read-model';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { metrics } from '@/lib/server/metrics';
import { parseInput } from '@/lib/server/parse-input';
import { currentRequestId } from '@/lib/server/request-id';
import { decideBatch, type Judgments } from './decide-batch';
import { DecisionBatches } from './decision-batches';
import { type DecisionOutcome, recommendationNotFound, wrongPerson } from './decision-outcome';
import { type DecideInput, type DecisionRequest, decideInput } from './input';
import { type Judgment, refused } from './judgment';
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
  try {
    return await decideAll(ctx, input);
  } catch (error) {
    metrics().outboxRefusals.inc({ code: toErrorResponse(error).code });
    throw error;
  }
}

async function decideAll(ctx: Context, input: DecideInput): Promise<DecisionOutcome[]> {
  const { person, requests } = parseInput(decideInput, input);
  if (person !== undefined && person !== ctx.person.email) throw wrongPerson(person);
  requireRole(ctx.person, 'manager');
  const parsed = parseRequests(requests);
  const valid = parsed.flatMap(({ request }) => (request instanceof AppError ? [] : [request]));
  const submission = { ctx, requests: valid, requestId: currentRequestId() };
  const judgments: Judgments =
    valid.length > 0 ? await batchesOf(ctx).submit(submission) : new Map();

  return parsed.map(({ requestId, recommendationId, request }) => {
    const judgment =
      request instanceof AppError
        ? refused(request)
        : (judgments.get(request) ?? refused(recommendationNotFound()));
    const ids = { requestId, recommendationId };
    count(request, judgment);
    return judgment.kind === 'refused'
      ? { ...ids, status: 'refused', error: toErrorResponse(judgment.error) }
      : { ...ids, status: 'decided', decision: judgment.decision };
  });
}

function count(request: DecisionRequest | AppError, judgment: Judgment): void {
  const verb = request instanceof AppError ? 'invalid' : request.verb;
  metrics().decisions.inc({ verb, outcome: judgment.kind });
  if (judgment.kind !== 'refused') return;
  metrics().outboxRefusals.inc({ code: judgment.error.code });
}

const batches = new WeakMap<ReadModel, DecisionBatches<Judgments>>();

/** The batches of this warehouse, which has one read model. */
function batchesOf({ readModel }: Context): DecisionBatches<Judgments> {
  const existing = batches.get(readModel) ?? new DecisionBatches(decideBatch);
  batches.set(readModel, existing);
  return existing;
}
