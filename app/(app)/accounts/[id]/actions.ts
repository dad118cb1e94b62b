'use server';

import { revalidatePath } from 'next/cache';
import { unmarkAccount } from '@/lib/accounts/mark-accounts';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Takes back the mark of an account as needing a CSM. */
export async function unmarkAccountAction(
  input: Parameters<typeof unmarkAccount>[1],
): Promise<ActionResult<{ readonly unmarked: boolean }>> {
  return runAction('accounts.unmark', input, async (ctx) => {
    const result = await unmarkAccount(ctx, input);
    revalidatePath('/accounts/[id]', 'page');
    return result;
  });
}
