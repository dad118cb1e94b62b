'use server';

import { revalidatePath } from 'next/cache';
import { markAccounts } from '@/lib/accounts/mark-accounts';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Marks the accounts of owners who are not active CSMs as needing a CSM. */
export async function markAccountsAction(
  input: Parameters<typeof markAccounts>[1],
): Promise<ActionResult<{ readonly marked: number }>> {
  return runAction('accounts.mark', input, async (ctx) => {
    const result = await markAccounts(ctx, input);
    revalidatePath('/diagnostics');
    return result;
  });
}
