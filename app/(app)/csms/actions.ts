'use server';

import { revalidatePath } from 'next/cache';
import { editCsm } from '@/lib/accounts/csms/edit-csm';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Saves the details of a CSM that were edited. */
export async function editCsmAction(
  input: Parameters<typeof editCsm>[1],
): Promise<ActionResult<{ readonly changed: number }>> {
  return runAction('csms.edit', input, async (ctx) => {
    const saved = await editCsm(ctx, input);
    revalidatePath('/csms', 'layout');
    return saved;
  });
}
