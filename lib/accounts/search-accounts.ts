import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { type AccountRow, searchRoutable } from '@/lib/warehouse/sql/accounts';

export const searchAccountsInput = z.object({ text: z.string().max(200, 'is too long') });

/** Answers up to 20 accounts that a run may place whose name or id contains the text. */
export async function searchAccounts(
  ctx: Context,
  input: z.input<typeof searchAccountsInput>,
): Promise<AccountRow[]> {
  requireRole(ctx.person, 'viewer');
  const { text } = parseInput(searchAccountsInput, input);
  return ctx.warehouse.read(searchRoutable(text, 20));
}
