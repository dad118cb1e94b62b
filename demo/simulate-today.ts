import { decide } from './actions';
import { arrive, inTeam } from './arrivals';
import type { EventQueue } from './clock';
import {
  type Company,
  type DemoAccount,
  type DemoCsm,
  type DemoRecommendation,
  isActive,
  needCsm,
  type Segment,
  settle,
} from './company';
import { teams } from './csms';
import { isFree } from './engine';
import { makeRun } from './make-run';
import { judge, override, reject } from './manager';
import { difficultNames } from './names';
import { leaveForReview } from './other-program';
import { demoMembers, schedule } from './people';

const minute = 60_000;
const hour = 60 * minute;

/** How many accounts need a CSM when the demo is made. */
const needing = 60;

/** When the run of the last day is made: so long ago that it reserves nobody any more. */
export const lastRun = (now: number) => now - 5.5 * hour;

const manager = demoMembers.find(({ role }) => role === 'manager') as (typeof demoMembers)[number];

/**
 * Plans the day on which the demo is made. It goes by `now` and not by the office's hours, so that
 * there is as much in the queue, and as many CSMs are free, at whatever time somebody looks.
 */
export function simulateToday(company: Company, agenda: EventQueue, now: number): void {
  const { random } = company;
  agenda.plan(now - 5 * 24 * hour, (at) => {
    const leaver = random.pick(
      company.csms.filter((csm) => isActive(csm, at) && csm.segment !== null),
    );
    leaver.awayUntil = now + 6 * 24 * hour;
  });
  agenda.plan(now - 7 * hour, () => {
    const waiting = [...company.needing].filter((account) => account.pending === null).length;
    arrive(company, Math.max(4, 42 - waiting), now - 14 * hour, now - 7.1 * hour);
  });
  agenda.plan(now - 6.7 * hour, (at) => leaveForReview(company, 2, at));
  agenda.plan(lastRun(now), (at) => {
    const accounts = [...company.needing]
      .filter((account) => account.pending === null)
      .slice(0, 40);
    const made = makeRun(company, { at, by: schedule, mode: 'batch', accounts, batchSize: 40 });
    const recommendations = random.shuffled(made);
    planMorning(company, agenda, recommendations, now);
  });
  agenda.plan(now - 1.45 * hour, (at) => arrive(company, 3, at - hour, at));
  for (const hours of [1.4, 0.9, 0.5]) {
    agenda.plan(now - hours * hour, (at) => placeUrgent(company, agenda, at));
  }
  agenda.plan(now - minute, (at) => topUp(company, at));
}

function planMorning(
  company: Company,
  agenda: EventQueue,
  recommendations: readonly DemoRecommendation[],
  now: number,
): void {
  const { random } = company;
  const [rejected, ...others] = recommendations;
  const decided = others.slice(0, Math.max(0, recommendations.length - 24));
  const pending = others.slice(decided.length);
  decided.forEach((recommendation, i) => {
    const share = (i + 0.5) / decided.length;
    agenda.plan(now - (4.6 - 4.2 * share) * hour + random.whole(-4, 4) * minute, (at) => {
      // One goes to a CSM who has a recommendation of their own waiting, which is then flagged.
      const sibling = (other: DemoCsm) => other.pending.size > 0 && !other.awayUntil;
      const overridden =
        i === decided.length - 2
          ? override(company, recommendation, manager, at, 'knows_account', sibling)
          : i % 5 === 1 && override(company, recommendation, manager, at, 'expertise');
      if (!overridden) acceptOrJudge(company, recommendation, at);
    });
  });
  if (rejected) {
    agenda.plan(now - 3.9 * hour, (at) => reject(company, rejected, manager, at, 'wrong_fit'));
  }
  const [goneAway, settled] = pending;
  agenda.plan(now - 2.2 * hour, () => settled && settle(company, settled.account, 'Tech Touch'));
  agenda.plan(now - 1.1 * hour, () => {
    if (goneAway) goneAway.csm.awayUntil = now + 3 * 24 * hour;
  });
}

// One account at a time, accepted at once: its CSM is cooling by everybody's measure.
function placeUrgent(company: Company, agenda: EventQueue, at: number): void {
  const accounts = [...company.needing].filter(({ pending }) => pending === null).slice(-1);
  if (accounts.length === 0) return;
  const order = { at, by: manager, mode: 'single', accounts, batchSize: 1 } as const;
  for (const recommendation of makeRun(company, order)) {
    agenda.plan(at + 3 * minute, (when) => acceptOrJudge(company, recommendation, when));
  }
}

function acceptOrJudge(company: Company, recommendation: DemoRecommendation, at: number): void {
  const { csm } = recommendation;
  const accept = { verb: 'accept', csm, reason: null, note: null, by: manager, at } as const;
  if (judgeable(recommendation, at)) decide(company, recommendation, accept);
  else judge(company, recommendation, manager, at);
}

const judgeable = ({ csm, account }: DemoRecommendation, at: number) =>
  isFree({ ...csm, pending: new Set() }, at) && account.status === 'Needs CSM';

/** Fills up what needs a CSM, with what a screen may stumble over, for the CSMs who are free. */
function topUp(company: Company, now: number): void {
  const { random, accounts } = company;
  const missing = Math.max(0, needing - company.needing.size);
  const names = {
    Residential: [...difficultNames.Residential],
    Commercial: [...difficultNames.Commercial],
  };
  for (let i = 0; i < missing; i++) {
    const account = tricky(freshAccount(company, now, names, i), i);
    accounts.push(account);
    needCsm(company, account, Math.round(now - random.between(0.1, 5) * hour));
  }
}

function freshAccount(
  company: Company,
  now: number,
  names: Record<Segment, (readonly [string, string])[]>,
  i: number,
): DemoAccount {
  const waiting = [...company.needing].filter((account) => account.pending === null);
  const roomOf = (team: (typeof teams)[number]) =>
    company.csms.filter((csm) => inTeam(csm, team) && isFree(csm, now)).length -
    waiting.filter(({ segment, level }) => segment === team.segment && level === team.level).length;
  const team = teams.reduce((best, other) => (roomOf(other) > roomOf(best) ? other : best));
  const account = company.newAccount({ segment: team.segment, level: team.level });
  const named = i % 3 === 2 || !account.segment ? undefined : names[account.segment].shift();
  return named ? { ...account, name: named[0], industry: named[1] } : account;
}

function tricky(account: DemoAccount, i: number): DemoAccount {
  if (i % 9 === 1) return { ...account, neediness: null };
  if (i % 9 === 4) return { ...account, health: null, color: null };
  if (i % 9 === 7) return { ...account, revenue: null };
  if (i % 9 === 2) return { ...account, health: 31, color: 'red', neediness: 8.7 };
  if (i % 9 === 5) return { ...account, neediness: 9.2 };
  if (i === 12) return { ...account, neediness: null, health: null, color: null, revenue: null };
  return account;
}
