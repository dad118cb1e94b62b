import { undo } from './actions';
import { arrive, letLeave } from './arrivals';
import { type EventQueue, isWorkday, midnight, nextWorkday, office } from './clock';
import { type Company, type DemoPerson, type DemoRecommendation, settle } from './company';
import { failRun, makeRun } from './make-run';
import { endingReasons, judge, override } from './manager';
import { runOtherProgram } from './other-program';
import { schedule } from './people';

const minute = 60_000;
const hour = 60 * minute;

/** How much happens on a day, and until when. */
export interface DayPlan {
  /** How far through the history the day is, from 0 to 1. */
  readonly progress: number;
  /** No decision of an ordinary day comes after this. */
  readonly lastDecision: number;
  /** Recommendations of runs in this time are left undecided, two at most. */
  readonly forgets: (at: number) => boolean;
}

/** Plans one day of the company's office, but for the parts that would come too late. */
export function simulateDay(
  company: Company,
  agenda: EventQueue,
  day: number,
  plan: DayPlan,
): void {
  const { random } = company;
  const time = (hours: number) => day + hours * hour;
  const within = ([from, to]: readonly [number, number]) => time(random.between(from, to));
  const fits = (end: number) => time(end) <= plan.lastDecision;
  if (fits(office.firstDecisions[1])) {
    agenda.plan(time(9.5), (at) => {
      letLeave(company, at);
      arrive(company, random.whole(27, 33), time(-6), time(9.4));
    });
    agenda.plan(time(office.firstRun) + random.whole(2, 90) * 1_000, (at) => {
      batch(company, agenda, plan, {
        at,
        by: schedule,
        decisions: office.firstDecisions,
        late: true,
      });
    });
  }
  if (!fits(office.secondDecisions[1])) return;
  agenda.plan(time(13.5), () => arrive(company, random.whole(9, 12), time(9.5), time(13.4)));
  // The other program is used less and less.
  if (random.chance(1.1 - 0.7 * plan.progress)) {
    agenda.plan(within(office.otherProgram), (at) =>
      runOtherProgram(company, random.whole(3, 7), at),
    );
  }
  for (let i = random.whole(2, 5); i > 0; i--) {
    agenda.plan(within(office.singles), (at) => single(company, agenda, plan, at));
  }
  agenda.plan(time(17.5), () => arrive(company, random.whole(14, 18), time(13.5), time(17.4)));
  agenda.plan(time(office.secondRun) + random.whole(0, 1_500) * 1_000, (at) => {
    const by = random.pick(company.managers);
    if (random.chance(0.12)) tryOut(company, at - random.whole(3, 9) * minute, by);
    batch(company, agenda, plan, { at, by, decisions: office.secondDecisions, late: false });
  });
}

function routableNow({ needing }: Company) {
  return [...needing].filter((account) => account.pending === null);
}

function batch(
  company: Company,
  agenda: EventQueue,
  plan: DayPlan,
  run: { at: number; by: DemoPerson; decisions: readonly [number, number]; late: boolean },
): void {
  const { random } = company;
  const { at, by } = run;
  const accounts = routableNow(company).slice(0, 50);
  if (accounts.length === 0) return;
  const made = makeRun(company, { at, by, mode: 'batch', accounts, batchSize: 50 });
  const forgotten = plan.forgets(at) ? 2 : 0;
  const day = midnight(at);
  for (const recommendation of random.shuffled(made).slice(forgotten)) {
    const [from, to] = run.decisions;
    let when = day + random.between(Math.max(from, (at - day) / hour + 0.1), to) * hour;
    if (random.chance(0.06)) {
      const [first, last] = run.late ? office.lateDecisions : office.firstDecisions;
      when = (run.late ? day : nextWorkday(day)) + random.between(first, last) * hour;
    }
    planDecision(company, agenda, plan, recommendation, Math.min(when, plan.lastDecision));
  }
}

function single(company: Company, agenda: EventQueue, plan: DayPlan, at: number): void {
  const { random } = company;
  const account = routableNow(company).sort((a, b) => (b.neediness ?? 0) - (a.neediness ?? 0))[0];
  if (!account) return;
  const by = random.pick(company.managers);
  const made = makeRun(company, { at, by, mode: 'single', accounts: [account], batchSize: 1 });
  for (const recommendation of made) {
    planDecision(company, agenda, plan, recommendation, at + random.between(2, 25) * minute);
  }
}

function planDecision(
  company: Company,
  agenda: EventQueue,
  plan: DayPlan,
  recommendation: DemoRecommendation,
  when: number,
): void {
  agenda.plan(when, (at) => {
    const by = managerOf(company, recommendation);
    const deed = judge(company, recommendation, by, at);
    if (deed === null) {
      planDecision(company, agenda, plan, recommendation, afterCooling(company, at, plan));
    } else if (deed.verb === 'reject' && endingReasons.includes(deed.reason ?? '')) {
      settle(company, recommendation.account, 'Tech Touch');
    } else if (deed.verb === 'accept' && company.random.chance(0.009)) {
      thinkAgain(company, agenda, recommendation, by, at);
    }
  });
}

// Mostly the manager of the CSM's team, else somebody who stands in.
function managerOf({ random, managers }: Company, { csm }: DemoRecommendation): DemoPerson {
  const own = managers.find(({ name }) => name === csm.manager);
  return own && random.chance(0.85) ? own : random.pick(managers);
}

// A moment later the manager takes the acceptance back and gives the account to somebody else.
function thinkAgain(
  company: Company,
  agenda: EventQueue,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  accepted: number,
): void {
  const { random } = company;
  const decision = company.decisions.at(-1);
  if (!decision) return;
  const undone = accepted + random.whole(15, 200) * 1_000;
  agenda.plan(undone, (at) => undo(company, decision, by, at));
  agenda.plan(undone + random.whole(10, 90) * 1_000, (at) => {
    if (override(company, recommendation, by, at, 'knows_account')) return;
    judge(company, recommendation, by, at);
  });
}

function afterCooling({ random }: Company, at: number, { lastDecision }: DayPlan): number {
  const later = at + random.between(4.1, 4.6) * hour;
  const sameDay = later < midnight(at) + office.secondDecisions[1] * hour && isWorkday(at);
  const when = sameDay ? later : nextWorkday(at) + random.between(...office.firstDecisions) * hour;
  return Math.min(when, Math.max(lastDecision, at + 10 * minute));
}

// Before the real run somebody looks at what it would do, or it does not come to an end.
function tryOut(company: Company, at: number, by: DemoPerson): void {
  const { random } = company;
  const accounts = routableNow(company).slice(0, 50);
  if (accounts.length === 0) return;
  const order = {
    at,
    by,
    mode: 'batch',
    accounts,
    batchSize: 50,
    dryRun: random.chance(0.5),
  } as const;
  const kind = random.next();
  if (kind < 0.7) {
    makeRun(company, { ...order, dryRun: true });
  } else if (kind < 0.85) {
    failRun(company, order, {
      status: 'cancelled',
      stage: 'solving',
      failureCode: 'cancelled',
      failure: `Cancelled by ${by.name}. Nothing of it was saved.`,
      after: random.whole(400, 2_500),
    });
  } else {
    failRun(company, order, {
      status: 'failed',
      stage: 'reading',
      failureCode: 'timeout',
      failure:
        'The warehouse took too long to answer and was stopped. Nothing was changed; try again.',
      after: 30_000 + random.whole(5, 90),
    });
  }
}
