import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { searchDesk } from '@/lib/warehouse/sql/search';

/** How many of each kind are found at most. */
const most = 8;

export const findByNameInput = z.object({
  text: z.string().trim().min(2, 'is too short').max(200, 'is too long'),
});

/** Accounts and CSMs by a part of their name, those that begin with it first. */
export interface FoundByName {
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
): Promise<FoundByName> {
  requireRole(ctx.person, 'viewer');
  const { text } = parseInput(findByNameInput, input);
  const rows = await ctx.warehouse.read(searchDesk(text, most));
  return {
    accounts: answersOf(rows, 'account')
      .sort((a, b) => a.place - b.place)
      .map(({ id, name, csm }) => ({ id, name, csm })),
    csms: answersOf(rows, 'csm')
      .sort((a, b) => a.place - b.place)
      .map(({ name, active }) => ({ name, active })),
  };
}
