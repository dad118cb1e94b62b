import { v4 as uuid } from 'uuid';
import { decide } from '@/lib/decisions/decide';
import type { Decision } from '@/lib/decisions/decision-outcome';
import type { DecisionRequestInput } from '@/lib/decisions/input';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';

/** A decision that took effect, with the request that made it. */
export interface DecisionResult extends Decision {
  readonly requestId: string;
  readonly recommendationId: string;
}

type RequestOf<Verb extends DecisionRequestInput['verb']> = Omit<
  Extract<DecisionRequestInput, { verb: Verb }>,
  'verb'
>;

/**
 * Sends one request.
 * @throws AppError if it is refused
 */
async function decideOne(ctx: Context, request: DecisionRequestInput): Promise<DecisionResult> {
  const [outcome] = await decide(ctx, { requests: [request] });
  if (!outcome) throw new Error('A request has no outcome.');
  const { requestId, recommendationId } = outcome;
  if (outcome.status === 'decided') return { requestId, recommendationId, ...outcome.decision };
  const { code, message, details } = outcome.error;
  throw new AppError(code, message, details ? { details } : {});
}

export function acceptRecommendation(
  ctx: Context,
  request: RequestOf<'accept'>,
): Promise<DecisionResult> {
  return decideOne(ctx, { ...request, verb: 'accept' });
}

export function overrideRecommendation(
  ctx: Context,
  request: RequestOf<'override'>,
): Promise<DecisionResult> {
  return decideOne(ctx, { ...request, verb: 'override' });
}

export function rejectRecommendation(
  ctx: Context,
  request: RequestOf<'reject'>,
): Promise<DecisionResult> {
  return decideOne(ctx, { ...request, verb: 'reject' });
}

/** Undoes the decision that a request made. */
export function undoDecision(
  ctx: Context,
  { recommendationId, requestId }: Pick<DecisionResult, 'recommendationId' | 'requestId'>,
  undoRequestId: string = uuid(),
): Promise<DecisionResult> {
  const undoes = requestId;
  return decideOne(ctx, { verb: 'undo', recommendationId, requestId: undoRequestId, undoes });
}
