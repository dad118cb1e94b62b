'use server';

import { revalidatePath } from 'next/cache';
import { decide } from '@/lib/decisions/decide';
import type { Decision } from '@/lib/decisions/decision-outcome';
import type { DecisionRequestInput } from '@/lib/decisions/input';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** A decision that took effect, with the request that made it. */
export interface DecisionResult extends Omit<Decision, 'id'> {
  readonly decisionId: string;
  readonly requestId: string;
  readonly recommendationId: string;
}

/** Decides one recommendation. */
export async function decideOne(
  request: DecisionRequestInput,
): Promise<ActionResult<DecisionResult>> {
  const result = await runAction('decide', { requests: [request] }, decide);
  // Refresh the rows even after a failure, because a refusal often means that they changed.
  revalidatePath('/queue');
  if (!result.ok) return result;
  const [outcome] = result.value;
  if (outcome?.status !== 'decided') {
    if (!outcome) throw new Error('A request has no outcome.');
    return { ok: false, error: outcome.error };
  }
  const { requestId, recommendationId } = outcome;
  const { id: decisionId, ...decision } = outcome.decision;
  return { ok: true, value: { requestId, recommendationId, decisionId, ...decision } };
}
