'use server';

import { revalidatePath } from 'next/cache';
import { type ActionResult, runAction } from '@/lib/action';
import { acceptRecommendation } from '@/lib/decisions/accept-recommendation';
import type { Decided } from '@/lib/decisions/decided';
import {
  type AcceptInput,
  acceptInput,
  type OverrideInput,
  overrideInput,
  type RejectInput,
  rejectInput,
  type UndoInput,
  undoInput,
} from '@/lib/decisions/input';
import { overrideRecommendation } from '@/lib/decisions/override-recommendation';
import { rejectRecommendation } from '@/lib/decisions/reject-recommendation';
import { undoDecision } from '@/lib/decisions/undo-decision';

export async function accept(input: AcceptInput): Promise<ActionResult<Decided>> {
  return shown(await runAction('accept', acceptInput, input, acceptRecommendation));
}

export async function override(input: OverrideInput): Promise<ActionResult<Decided>> {
  return shown(await runAction('override', overrideInput, input, overrideRecommendation));
}

export async function reject(input: RejectInput): Promise<ActionResult<Decided>> {
  return shown(await runAction('reject', rejectInput, input, rejectRecommendation));
}

export async function undo(input: UndoInput): Promise<ActionResult<Decided>> {
  return shown(await runAction('undo', undoInput, input, undoDecision));
}

/** A refusal is news about the queue as much as a success is, so both bring the newer rows. */
function shown(result: ActionResult<Decided>): ActionResult<Decided> {
  revalidatePath('/queue');
  return result;
}
