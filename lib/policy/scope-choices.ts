import 'server-only';
import { classKey } from '@/lib/engine/account-class';
import { compareNames } from '@/lib/names';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { currentPolicy } from './current-policy';
import type { Policy } from './policy';

/** What the scope of a policy can be restricted to. */
export interface ScopeChoices {
  /** The classes of all accounts, and those in the policy's scope. */
  readonly classes: NonNullable<Policy['scope']['classes']>;
}

/** Reads what the scope of a policy can be restricted to. */
export async function readScopeChoices(ctx: Context): Promise<ScopeChoices> {
  requireRole(ctx.person, 'viewer');
  const { policy } = await currentPolicy(ctx.warehouse);
  const { classes } = await ctx.readModel.facts(policy, ctx.now());
  const byKey = new Map(
    [...classes, ...(policy.scope.classes ?? [])].map((each) => [classKey(each), each]),
  );
  const text = ({ segment, level }: ScopeChoices['classes'][number]) =>
    `${segment ?? '\uffff'} ${level ?? '\uffff'}`;
  return { classes: [...byKey.values()].sort((a, b) => compareNames(text(a), text(b))) };
}
