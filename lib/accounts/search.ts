import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import {
  type AccountRow,
  accountPoolStats,
  searchAccountsAndCsms,
  searchRoutableAccounts as searchRoutableAccountsQuery,
} from '@/lib/warehouse/sql/accounts';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

export type { AccountRow };

/** Maximum number of results of each kind. */
const MAX_RESULTS = 8;

const findByNameInput = z.object({
  text: z.string().trim().min(2, 'is too short').max(200, 'is too long'),
});

/** Accounts and CSMs whose name contains the search text; names that start with it come first. */
export interface SearchResults {
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly csm: string | null;
  }[];
  readonly csms: readonly { readonly name: string; readonly active: boolean }[];
}

/** Finds up to eight accounts and eight CSMs whose name or id contains the text. */
export async function findByName(
  ctx: Context,
  input: z.input<typeof findByNameInput>,
): Promise<SearchResults> {
  requireRole(ctx.person, 'viewer');
  const { text } = parseInput(findByNameInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const { names } = await ctx.readModel.facts(policy, ctx.now());
  const rows = await ctx.warehouse.read(searchAccountsAndCsms(text, MAX_RESULTS, names.spellings));
  return {
    accounts: rowsFor(rows, 'account')
      .sort((a, b) => a.place - b.place)
      .map(({ id, name, csm }) => ({ id, name, csm })),
    csms: rowsFor(rows, 'csm')
      .sort((a, b) => a.place - b.place)
      .map(({ name, active }) => ({ name, active })),
  };
}

export const searchRoutableAccountsInput = z.object({ text: z.string().max(200, 'is too long') });

/** Finds up to 20 accounts that can be routed and whose name or id contains the text. */
export async function searchRoutableAccounts(
  ctx: Context,
  input: z.input<typeof searchRoutableAccountsInput>,
): Promise<AccountRow[]> {
  requireRole(ctx.person, 'viewer');
  const { text } = parseInput(searchRoutableAccountsInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  return ctx.warehouse.read(searchRoutableAccountsQuery(text, 20, policy));
}

/** Counts the accounts that need a CSM, and those of them that can be routed. */
export async function countRoutableAccounts(
  ctx: Context,
): Promise<{ readonly needing: number; readonly routable: number }> {
  requireRole(ctx.person, 'viewer');
  const { policy } = await currentPolicy(ctx.warehouse);
  const [pool] = await ctx.warehouse.read(accountPoolStats(policy));
  return { needing: pool?.needing ?? 0, routable: pool?.routable ?? 0 };
}
