import { accountSource } from './accounts';
import { handOver } from './arrivals';
import { EventQueue, isWorkday, midnight } from './clock';
import { type Company, isActive, type Level, reown, type Segment } from './company';
import { capacityOf, hireCsms, teams, usualFill } from './csms';
import { managers } from './people';
import { randomFrom } from './random';
import { simulateDay } from './simulate-day';
import { lastRun, simulateToday } from './simulate-today';

const hour = 3_600_000;
const day = 24 * hour;

/** Days of history. */
export const historyDays = 91;

/**
 * Lives through the demo company's last quarter, day by day, with the program's own engine and the
 * rules of its verbs. The same seed and time give the same company, to the last row.
 */
export function simulate(seed: number, now: number): Company {
  const random = randomFrom(seed);
  const from = midnight(now) - historyDays * day;
  const csms = hireCsms(random, from, now);
  const company: Company = {
    random,
    csms,
    csmByName: new Map(csms.map((csm) => [csm.name, csm])),
    managers,
    accounts: [],
    needing: new Set(),
    recommendations: [],
    decisions: [],
    runs: [],
    newAccount: accountSource(random),
  };
  fillBooks(company, from);

  const agenda = new EventQueue();
  for (const csm of csms) {
    if (csm.leavesAt !== null) agenda.plan(csm.leavesAt, (at) => handOver(company, csm, at));
  }
  // Whoever received an account by then is free again when the last day's run is made.
  const lastDecision = lastRun(now) - 4.2 * hour;
  const forgotten = lastWorkdayRun(lastDecision, now);
  for (let date = from; date < now; date += day) {
    if (!isWorkday(date)) continue;
    const progress = (date - from) / (now - from);
    const forgets = (at: number) => at > forgotten && at < forgotten + 2 * hour;
    simulateDay(company, agenda, date, { progress, lastDecision, forgets });
  }
  simulateToday(company, agenda, now);
  agenda.runUntil(now);
  return company;
}

/** When the latest second run of an office day was due that is more than a day old. */
function lastWorkdayRun(lastDecision: number, now: number): number {
  let date = midnight(Math.min(lastDecision, now - day));
  for (;;) {
    const due = date + 18 * hour;
    if (isWorkday(date) && due + 2.75 * hour <= lastDecision && due < now - 26 * hour) return due;
    date -= day;
  }
}

function fillBooks(company: Company, from: number): void {
  const { random, csms } = company;
  for (const csm of csms.filter((candidate) => isActive(candidate, from))) {
    const size = Math.round(capacityOf(csm) * usualFill + 1.5 * random.normal());
    for (let i = 0; i < size; i++) {
      const account = company.newAccount(classOf(company, csm));
      company.accounts.push(account);
      reown(company, account, from - random.between(1, 700) * day, () => {
        account.responsible = csm.name;
      });
    }
  }
}

function classOf(
  { random }: Company,
  { segment, level }: { segment: Segment | null; level: Level | null },
) {
  if (segment !== null && level !== null) return { segment, level };
  const team = random.weighted(teams, (candidate) => candidate.size);
  return { segment: team.segment, level: team.level };
}
