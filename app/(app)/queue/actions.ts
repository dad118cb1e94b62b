'use server';

import { revalidatePath } from 'next/cache';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/lib/decisions/decide';
import type { DecisionResult } from '@/lib/decisions/decision-result';
import type { AcceptInput, OverrideInput, RejectInput, UndoInput } from '@/lib/decisions/input';
import { undoDecision } from '@/lib/decisions/undo-decision';
import { type ActionResult, runAction } from '@/lib/server/actions';

export async function accept(input: AcceptInput): Promise<ActionResult<DecisionResult>> {
  return refreshQueue(await runAction('accept', input, acceptRecommendation));
}

export async function override(input: OverrideInput): Promise<ActionResult<DecisionResult>> {
  return refreshQueue(await runAction('override', input, overrideRecommendation));
}

export async function reject(input: RejectInput): Promise<ActionResult<DecisionResult>> {
  return refreshQueue(await runAction('reject', input, rejectRecommendation));
}

export async function undo(input: UndoInput): Promise<ActionResult<DecisionResult>> {
  return refreshQueue(await runAction('undo', input, undoDecision));
}

/** Refreshes the rows even after a failure, because a refusal often means that they changed. */
function refreshQueue(result: ActionResult<DecisionResult>): ActionResult<DecisionResult> {
  revalidatePath('/queue');
  return result;
}
