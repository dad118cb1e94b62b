import { compareNames, nameKey } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Context } from '@/lib/server/context';

/** The name of a manager's team. */
export function teamLabel(manager: string | null): string {
  return manager === null ? 'No manager' : `${manager}’s team`;
}

/** CSMs who report to the same manager. */
export interface Team<Member> {
  readonly manager: string | null;
  /** In the given order. */
  readonly members: readonly Member[];
}

/** Groups CSMs by manager, sorted by name, with those without a manager last. */
export function groupByTeam<Member extends { readonly manager: string | null }>(
  csms: readonly Member[],
): Team<Member>[] {
  const teams = new Map<string | null, Member[]>();
  for (const csm of csms) {
    const team = teams.get(csm.manager);
    if (team) team.push(csm);
    else teams.set(csm.manager, [csm]);
  }
  return [...teams]
    .map(([manager, members]) => ({ manager, members }))
    .sort(
      (a, b) =>
        Number(a.manager === null) - Number(b.manager === null) ||
        compareNames(a.manager ?? '', b.manager ?? ''),
    );
}

/** Returns a CSM's manager; null if there is none. */
export type ManagerOf = (csm: string | null) => string | null;

/** Who manages each CSM now. */
export async function loadManagers(ctx: Context): Promise<ManagerOf> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const { csms } = await ctx.readModel.facts(policy, ctx.now());
  const byKey = new Map(
    [...csms.values()].map(({ name, managerName }) => [nameKey(name), managerName]),
  );
  return (csm) => byKey.get(nameKey(csm)) ?? null;
}
