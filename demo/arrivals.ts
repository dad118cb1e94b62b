import {
  type Company,
  type DemoAccount,
  type DemoCsm,
  isActive,
  needCsm,
  reown,
  settle,
} from './company';
import { capacityOf, type Team, teams, usualFill } from './csms';

const day = 24 * 3_600_000;

/** Where new work comes from: segment and level with their share of what needs a CSM. */
const demand = [
  { segment: 'Residential', level: 'Corporate', share: 55 },
  { segment: 'Commercial', level: 'Corporate', share: 30 },
  { segment: 'Commercial', level: 'Enterprise', share: 7 },
  { segment: 'Residential', level: 'Enterprise', share: 7 },
  { segment: null, level: null, share: 1 },
] as const;

/** Lets `count` accounts come to need a CSM at times between `from` and `to`, oldest first. */
export function arrive(company: Company, count: number, from: number, to: number): void {
  const { random } = company;
  const left = leftBehind(company, to);
  const times = Array.from({ length: count }, () => Math.round(random.between(from, to))).sort(
    (a, b) => a - b,
  );
  times.forEach((since, i) => {
    const orphan = i < 5 ? left[i] : undefined;
    needCsm(company, orphan ?? someAccount(company, since), since);
  });
}

// Accounts whose CSM has left are waiting to be noticed, a few at a time.
function leftBehind({ csms }: Company, at: number): DemoAccount[] {
  return csms
    .filter((csm) => csm.leavesAt !== null && csm.leavesAt <= at)
    .flatMap((csm) => [...csm.book].filter((account) => account.status !== 'Needs CSM'));
}

function someAccount(company: Company, at: number): DemoAccount {
  const { random } = company;
  const kind = random.weighted(demand, ({ share }) => share);
  const source = random.next();
  const movable = source < 0.5 ? settled(company, kind, at) : [];
  if (movable.length > 0) {
    const moving = random.pick(movable);
    release(company, moving, at);
    return moving;
  }
  const returning = company.accounts.filter(
    ({ status, segment, level }) =>
      status === 'Tech Touch' && segment === kind.segment && level === kind.level,
  );
  if (source < 0.6 && returning.length > 0) return random.pick(returning);
  const fresh = company.newAccount(kind);
  company.accounts.push(fresh);
  return fresh;
}

/** Accounts of a class that have had their CSM for three weeks or more. */
function settled(
  { accounts, csmByName }: Company,
  kind: Pick<Team, 'segment' | 'level'>,
  at: number,
): DemoAccount[] {
  return accounts.filter((account) => {
    if (account.segment !== kind.segment || account.level !== kind.level) return false;
    const owner = account.assignment?.csmName ?? account.responsible;
    const csm = owner === null ? undefined : csmByName.get(owner);
    return csm !== undefined && isActive(csm, at) && mayLeave(account, at);
  });
}

const mayLeave = (account: DemoAccount, at: number) =>
  account.status === 'Complete' && !account.pinned && account.ownedSince < at - 21 * day;

function release(company: Company, account: DemoAccount, at: number): void {
  reown(company, account, at, () => {
    account.responsible = null;
    account.assignment = null;
  });
}

/** An account leaves the CSMs' care for good or for the pooled programme. */
function leave(company: Company, account: DemoAccount, at: number): void {
  release(company, account, at);
  settle(company, account, company.random.chance(0.7) ? 'Tech Touch' : 'Churned');
}

/** Lets as many accounts leave each team's books as keep them at their usual fill. */
export function letLeave(company: Company, at: number): void {
  for (const team of teams) {
    const members = company.csms.filter(
      (csm) => csm.manager === team.manager && inTeam(csm, team) && isActive(csm, at),
    );
    const owned = members.reduce((sum, csm) => sum + csm.book.size, 0);
    const room = members.reduce((sum, csm) => sum + capacityOf(csm), 0) * usualFill;
    const candidates = members.flatMap((csm) =>
      [...csm.book].filter((account) => mayLeave(account, at)),
    );
    const leaving = company.random
      .shuffled(candidates)
      .slice(0, Math.max(0, Math.round(owned - room)));
    for (const account of leaving) leave(company, account, at);
  }
}

/** Whether the CSM belongs to the team. */
export function inTeam(csm: DemoCsm, team: Team): boolean {
  return csm.segment === team.segment && csm.level === team.level;
}

/** On a CSM's last day most of the book goes to whoever follows; the rest waits for a CSM. */
export function handOver(company: Company, leaver: DemoCsm, at: number): void {
  const { random, csms } = company;
  const successor = csms.find(
    (csm) =>
      csm.hiredAt === leaver.leavesAt &&
      csm.segment === leaver.segment &&
      csm.level === leaver.level,
  );
  if (!successor) return;
  for (const account of [...leaver.book]) {
    if (account.pinned || account.ownedSince > at - 7 * day || random.chance(0.15)) continue;
    reown(company, account, at, () => {
      account.assignment = null;
      account.responsible = successor.name;
    });
  }
}
