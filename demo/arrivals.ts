import { ownCapacity } from '@/lib/engine/policy';
import { defaultPolicy } from '@/lib/policy/policy';
import { DAY_MS } from '@/lib/time';
import type { DemoAccount } from './accounts';
import {
  addAccounts,
  addNeeds,
  type OwnedAccount,
  setOwner,
  setStatus,
  settledAccounts,
} from './data-team';
import type { Simulation } from './simulation';
import { type AccountClass, type DemoCsm, isEmployed, teams, usualFill } from './teams';

/** Accounts keep a CSM at least this long. */
const SETTLED = 21 * DAY_MS;

/** New work by class, with its share. */
const demand = [
  { segment: 'Residential', level: 'Corporate', share: 55 },
  { segment: 'Commercial', level: 'Corporate', share: 30 },
  { segment: 'Commercial', level: 'Enterprise', share: 7 },
  { segment: 'Residential', level: 'Enterprise', share: 7 },
  { segment: null, level: null, share: 1 },
] as const;

/**
 * Makes accounts need a CSM at random times between `from` and `to`: new accounts, accounts that
 * change their CSM, accounts that return, and a few whose CSM has left.
 */
export async function addArrivals(
  simulation: Simulation,
  count: number,
  from: number,
  to: number,
): Promise<void> {
  const { warehouse, random } = simulation;
  const times = Array.from({ length: count }, () => random.between(from, to)).sort((a, b) => a - b);
  const settled = await settledAccounts(warehouse, 'Complete', to - SETTLED);
  const returning = await settledAccounts(warehouse, 'Tech Touch', to - SETTLED);
  const active = activeNames(simulation, to);
  const orphans = settled.filter(({ owner }) => owner !== null && !active.has(owner)).slice(0, 5);
  const pools = {
    movable: settled.filter(({ owner }) => owner !== null && active.has(owner)),
    returning: [...returning],
  };
  const added: DemoAccount[] = [];
  const needs = times.map((since) => {
    const accountId = orphans.shift()?.id ?? nextAccount(simulation, pools, added);
    return { accountId, since };
  });
  await addAccounts(warehouse, added, { status: 'Complete' });
  await addNeeds(warehouse, needs);
}

/** Returns the id of an account from the pools, or of a new one, which it appends to `added`. */
function nextAccount(
  { random, newAccount }: Simulation,
  pools: { readonly movable: OwnedAccount[]; readonly returning: OwnedAccount[] },
  added: DemoAccount[],
): string {
  const kind = random.weighted(demand, ({ share }) => share);
  const source = random.next();
  if (source < 0.5) {
    const moving = takeOne(random.next(), pools.movable, kind);
    if (moving) return moving;
  } else if (source < 0.6) {
    const returning = takeOne(random.next(), pools.returning, kind);
    if (returning) return returning;
  }
  const account = newAccount(kind);
  added.push(account);
  return account.id;
}

/** Removes an account of a class from a pool. `place` (0–1) chooses which. */
function takeOne(place: number, pool: OwnedAccount[], kind: AccountClass): string | undefined {
  const fitting = pool.filter(
    ({ segment, level }) => segment === kind.segment && level === kind.level,
  );
  const chosen = fitting[Math.floor(place * fitting.length)];
  if (chosen) pool.splice(pool.indexOf(chosen), 1);
  return chosen?.id;
}

function activeNames({ csms }: Simulation, at: number): ReadonlySet<string> {
  return new Set(csms.filter((csm) => isEmployed(csm, at)).map(({ name }) => name));
}

/** Moves accounts out of the books of teams that are fuller than usual. */
export async function shrinkBooks(simulation: Simulation, at: number): Promise<void> {
  const { warehouse, random, csms } = simulation;
  const settled = await settledAccounts(warehouse, 'Complete', at - SETTLED);
  const owned = await settledAccounts(warehouse, 'Complete', at);
  for (const team of teams) {
    const members = csms.filter((csm) => isMember(csm, team) && isEmployed(csm, at));
    const names = new Set(members.map(({ name }) => name));
    const inTeam = (accounts: readonly OwnedAccount[]) =>
      accounts.filter(({ owner }) => names.has(owner ?? ''));
    const room = usualFill * members.reduce((sum, csm) => sum + ownCapacity(csm, defaultPolicy), 0);
    const excess = Math.max(0, Math.round(inTeam(owned).length - room));
    const leaving = random
      .shuffled(inTeam(settled))
      .slice(0, excess)
      .map(({ id }) => id);
    const lost = Math.round(0.3 * leaving.length);
    await setOwner(warehouse, leaving, null);
    await setStatus(warehouse, leaving.slice(0, lost), 'Churned');
    await setStatus(warehouse, leaving.slice(lost), 'Tech Touch');
  }
}

/** On a CSM's last day, gives most of the book to the replacement. The rest waits for a CSM. */
export async function handOver(simulation: Simulation, leaver: DemoCsm, at: number): Promise<void> {
  const { warehouse, random, csms } = simulation;
  const successor = csms.find((csm) => csm.hiredAt === leaver.leavesAt && isMember(csm, leaver));
  if (!successor) return;
  const settled = await settledAccounts(warehouse, 'Complete', at - 7 * DAY_MS);
  const moving = settled.filter(({ owner }) => owner === leaver.name && !random.chance(0.15));
  await setOwner(
    warehouse,
    moving.map(({ id }) => id),
    successor.name,
  );
}

function isMember(csm: AccountClass & { readonly manager: string }, team: typeof csm): boolean {
  return csm.manager === team.manager && csm.segment === team.segment && csm.level === team.level;
}
