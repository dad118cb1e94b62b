'use server';

import { markAccounts } from '@/lib/accounts/mark-accounts';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Marks the accounts of owners who are not active CSMs as needing a CSM. */
export async function markAccountsAction(
  input: Parameters<typeof markAccounts>[1],
): Promise<ActionResult<{ readonly marked: number }>> {
  return runAction('accounts.mark', input, markAccounts);
}
