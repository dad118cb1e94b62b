import { evaluateCandidates } from '@/lib/engine/explain';
import { defaultPolicy } from '@/lib/policy/policy';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import type { DemoAccount } from './accounts';
import { addAccounts, addNeeds } from './data-team';
import type { Simulation } from './simulation';
import { type AccountClass, teams } from './teams';
import { difficultNames } from './words';

/** An account that has just come to need a CSM. */
export interface NewArrival {
  readonly accountId: string;
  readonly account: DemoAccount;
}

/** Adds one account for each class, waiting since a time. */
export async function addWaiting(
  { warehouse, newAccount }: Simulation,
  kinds: readonly { readonly segment: string | null; readonly level: string | null }[],
  since: number,
): Promise<readonly NewArrival[]> {
  const arrivals = kinds.map((kind) => newAccount(kind as AccountClass));
  await addAccounts(warehouse, arrivals, { status: 'Complete' });
  await addNeeds(
    warehouse,
    arrivals.map(({ id }) => ({ accountId: id, since })),
  );
  return arrivals.map((account) => ({ accountId: account.id, account }));
}

/**
 * Adds accounts until `total` need a CSM, with missing scores and difficult names among them. Their
 * classes are those that most CSMs are free for.
 */
export async function fillWaiting(
  simulation: Simulation,
  total: number,
  [from, to]: readonly [number, number],
  now: number,
): Promise<void> {
  const { warehouse, random, newAccount } = simulation;
  const { accounts, context } = await loadRoutingProblem(
    simulation,
    { mode: 'batch', batchSize: 500 },
    { policy: defaultPolicy, now: new Date(now) },
  );
  const names = {
    Residential: [...difficultNames.Residential],
    Commercial: [...difficultNames.Commercial],
  };
  const room = teams.map(({ segment, level }) => {
    const account = { ...placeholder, segment, level };
    const free = evaluateCandidates(context.routing, account).filter((each) => !each.exclusion);
    const waiting = accounts.filter((each) => each.segment === segment && each.level === level);
    return { segment, level, left: free.length - waiting.length };
  });
  const added = Array.from({ length: Math.max(0, total - context.needing) }, (_, i) => {
    const kind = room.reduce((best, other) => (other.left > best.left ? other : best));
    kind.left -= 1;
    const account = newAccount({ segment: kind.segment, level: kind.level });
    const named = i % 3 === 2 || !account.segment ? undefined : names[account.segment].shift();
    return withTrickyScores(
      named ? { ...account, name: named[0], industry: named[1] } : account,
      i,
    );
  });
  await addAccounts(warehouse, added, { status: 'Complete' });
  await addNeeds(
    warehouse,
    added.map(({ id }) => ({ accountId: id, since: random.between(from, to) })),
  );
}

const placeholder = {
  id: '',
  name: '',
  neediness: null,
  health: null,
  color: null,
  revenue: null,
  rejected: [],
  waitingSince: null,
};

/** The account with red health and high neediness. */
function inTrouble(account: DemoAccount): DemoAccount {
  const digit = Number(account.id.at(-1));
  return { ...account, health: 31 + 2 * digit, color: 'red', neediness: (82 + digit) / 10 };
}

/** Some accounts lack scores, and some are in trouble. */
function withTrickyScores(account: DemoAccount, i: number): DemoAccount {
  if (i === 12) return { ...account, neediness: null, health: null, color: null, revenue: null };
  if (i % 9 === 1) return { ...account, neediness: null };
  if (i % 9 === 4) return { ...account, health: null, color: null };
  if (i % 9 === 7) return { ...account, revenue: null };
  if (i % 9 === 2) return inTrouble(account);
  if (i % 9 === 5) return { ...account, neediness: 9.2 };
  return account;
}
