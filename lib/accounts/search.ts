import 'server-only';
import { z } from 'zod';
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

/** How many of each kind are found at most. */
const MAX_RESULTS = 8;

export const findByNameInput = z.object({
  text: z.string().trim().min(2, 'is too short').max(200, 'is too long'),
});

/** Accounts and CSMs by a part of their name, those that begin with it first. */
export interface SearchResults {
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly csm: string | null;
  }[];
  readonly csms: readonly { readonly name: string; readonly active: boolean }[];
}

/** Answers up to eight accounts and eight CSMs whose name or id contains the text. */
export async function findByName(
  ctx: Context,
  input: z.input<typeof findByNameInput>,
): Promise<SearchResults> {
  requireRole(ctx.person, 'viewer');
  const { text } = parseInput(findByNameInput, input);
  const rows = await ctx.warehouse.read(searchAccountsAndCsms(text, MAX_RESULTS));
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

/** Answers up to 20 accounts that a run may place whose name or id contains the text. */
export async function searchRoutableAccounts(
  ctx: Context,
  input: z.input<typeof searchRoutableAccountsInput>,
): Promise<AccountRow[]> {
  requireRole(ctx.person, 'viewer');
  const { text } = parseInput(searchRoutableAccountsInput, input);
  return ctx.warehouse.read(searchRoutableAccountsQuery(text, 20));
}

/** Answers how many accounts need a CSM, and how many of them a run may place. */
export async function countRoutableAccounts(
  ctx: Context,
): Promise<{ readonly needing: number; readonly routable: number }> {
  requireRole(ctx.person, 'viewer');
  const [pool] = await ctx.warehouse.read(accountPoolStats());
  return { needing: pool?.needing ?? 0, routable: pool?.routable ?? 0 };
}
