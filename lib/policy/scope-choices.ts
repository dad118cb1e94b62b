import 'server-only';
import { classKey } from '@/lib/engine/account-class';
import { compareNames, nameKey } from '@/lib/names';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { onboardingStatuses } from '@/lib/warehouse/sql/accounts';
import { contractViewColumns } from '@/lib/warehouse/sql/schema';
import type { Session } from '@/lib/warehouse/types';
import { currentPolicy } from './current-policy';
import type { Policy } from './policy';

type Classes = NonNullable<Policy['scope']['classes']>;

/** What the scope of a policy can be restricted to: what accounts have, and what it contains already. */
export interface ScopeChoices {
  readonly classes: Classes;
  /** Null if the accounts view has no onboarding statuses. */
  readonly statuses: readonly string[] | null;
}

/** Reads what the scope of a policy can be restricted to. */
export async function readScopeChoices(ctx: Context): Promise<ScopeChoices> {
  requireRole(ctx.person, 'viewer');
  const { policy } = await currentPolicy(ctx.warehouse);
  const { scope } = policy;
  const [{ classes }, statuses] = await Promise.all([
    ctx.readModel.facts(policy, ctx.now()),
    readStatuses(ctx),
  ]);
  return {
    classes: distinctBy([...classes, ...(scope.classes ?? [])], classKey).sort((a, b) =>
      compareNames(classOrder(a), classOrder(b)),
    ),
    statuses:
      statuses &&
      distinctBy([...statuses, ...(scope.statuses ?? [])], (status) =>
        String(nameKey(status)),
      ).sort(compareNames),
  };
}

/**
 * Requires onboarding statuses if the policy's scope uses them.
 * @throws AppError `invalid_input` if the accounts view lacks them
 */
export async function requireStatuses(
  session: Pick<Session, 'read'>,
  { scope }: Pick<Policy, 'scope'>,
): Promise<void> {
  if (!scope.statuses || (await hasOnboardingStatus(session))) return;
  const problem =
    'Onboarding statuses: CSM_ROUTING_ACCOUNTS_V has no column onboarding_status, so the scope must contain all.';
  throw new AppError('invalid_input', problem, {
    details: { fields: { 'scope.statuses': problem } },
  });
}

/** Whether the accounts view has onboarding statuses. A view that the data team redefined may lack them. */
async function hasOnboardingStatus(session: Pick<Session, 'read'>): Promise<boolean> {
  const columns = await session.read(contractViewColumns());
  return columns.some(({ column_name }) => column_name === 'onboarding_status');
}

async function readStatuses({ warehouse }: Context): Promise<readonly string[] | null> {
  if (!(await hasOnboardingStatus(warehouse))) return null;
  const rows = await warehouse.read(onboardingStatuses());
  return rows.map(({ status }) => status.trim());
}

/** The first item of each key. */
function distinctBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()];
}

// Unknown names come last.
const classOrder = ({ segment, level }: Classes[number]) =>
  `${segment ?? '\uffff'} ${level ?? '\uffff'}`;
