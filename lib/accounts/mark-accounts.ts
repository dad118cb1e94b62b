import 'server-only';
import { z } from 'zod';
import { nameKey } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import { orphanedBooks } from '@/lib/read-model/orphaned-books';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import {
  markAccountsOf,
  unmarkAccount as unmarkCommand,
} from '@/lib/warehouse/sql/marked-accounts';

const reason = z
  .string()
  .trim()
  .max(500, 'can have at most 500 characters')
  .transform((text) => text || null)
  .nullish()
  .transform((text) => text ?? null);

const markAccountsInput = z.object({
  /** Owners who are not active CSMs. */
  owners: z
    .array(z.string().min(1, 'is empty').max(200, 'is too long'), { error: 'must be a list' })
    .min(1, 'must not be empty')
    .max(200, 'can have at most 200 owners'),
  reason,
});

/**
 * Marks all accounts of owners who are not active CSMs as needing a CSM, so that runs distribute them.
 * Managers only. Repeating it marks nothing: an account that already waits for a CSM is left as it is.
 * @returns how many accounts were marked
 * @throws AppError `invalid_input` if an owner is an active CSM or owns no accounts
 */
export async function markAccounts(
  ctx: Context,
  input: z.input<typeof markAccountsInput>,
): Promise<{ readonly marked: number }> {
  requireRole(ctx.person, 'manager');
  const { owners, reason } = parseInput(markAccountsInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const at = ctx.now();
  const facts = await ctx.readModel.facts(policy, at);
  const orphaned = new Map(orphanedBooks(facts).map(({ owner }) => [nameKey(owner), owner]));
  const names = owners.map((owner) => {
    const name = orphaned.get(nameKey(owner));
    if (name !== undefined) return name;
    throw new AppError(
      'invalid_input',
      `${owner} is an active CSM or owns no accounts. Nothing was marked.`,
    );
  });
  const command = markAccountsOf({ names, spellings: facts.names.spellings }, policy, {
    by: ctx.person,
    at,
    reason,
  });
  const marked = await auditedTransaction(ctx, 'accounts.mark', async (session, record) => {
    const accounts = await session.write(command);
    if (accounts > 0)
      record({ action: 'accounts.marked', details: { owners: names, accounts, reason } });
    return accounts;
  });
  return { marked };
}

const unmarkAccountInput = z.object({
  accountId: z.string().min(1, 'is required').max(200, 'is too long'),
});

/**
 * Takes back the mark of an account. Managers only. Does nothing if it has none in effect.
 * @returns whether it had one
 */
export async function unmarkAccount(
  ctx: Context,
  input: z.input<typeof unmarkAccountInput>,
): Promise<{ readonly unmarked: boolean }> {
  requireRole(ctx.person, 'manager');
  const { accountId } = parseInput(unmarkAccountInput, input);
  const command = unmarkCommand(accountId, { by: ctx.person, at: ctx.now(), reason: null });
  const rows = await auditedTransaction(ctx, 'accounts.unmark', async (session, record) => {
    const affected = await session.write(command);
    if (affected > 0) record({ action: 'accounts.unmarked', subject: accountId });
    return affected;
  });
  return { unmarked: rows > 0 };
}
