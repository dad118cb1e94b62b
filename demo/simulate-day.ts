import type { Person } from '@/lib/server/auth/person';
import { HOUR_MS } from '@/lib/time';
import { addArrivals, shrinkBooks } from './arrivals';
import { publishCsms, refresh } from './data-team';
import type { EventQueue } from './event-queue';
import { decideAsManager, overrideAsManager, requestId, send } from './manager';
import { runOtherProgram, waitingAccounts } from './other-program';
import { managers, schedule } from './people';
import { recordBrokenRun, runEngine, usualBatch } from './runs';
import type { OpenRecommendation, Simulation } from './simulation';
import { office } from './workdays';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One workday of the history. */
export interface DayPlan {
  /** The start of the day, and of every workday of the history, in epoch milliseconds. */
  readonly start: number;
  readonly days: readonly number[];
  /** How far through the history the day is (0–1). */
  readonly progress: number;
  /** Recommendations of the second run that nobody decides. */
  readonly forgotten: number;
}

type Hours = readonly [number, number];

/** Adds a workday's events to the queue. */
export function planDay(simulation: Simulation, queue: EventQueue, plan: DayPlan): void {
  const { warehouse, random, csms } = simulation;
  const time = (hours: number) => plan.start + hours * HOUR_MS;
  const within = ([from, to]: Hours) => time(random.between(from, to));
  const isReviewed = plan.progress > 0.15;

  queue.add(time(5), async (at) => {
    await publishCsms(warehouse, csms, at);
    await refresh(warehouse, at);
    await shrinkBooks(simulation, at);
    await addArrivals(simulation, random.integer(27, 33), time(0), time(5));
  });
  queue.add(time(office.scheduledRun) + random.integer(2, 90) * SECOND, async (at) => {
    const made = await runEngine(simulation, schedule, at, usualBatch, { isReviewed });
    planDecisions(simulation, queue, plan, made, 'first');
  });
  queue.add(time(9.76), async (at) => {
    await refresh(warehouse, at - 10 * MINUTE);
    await addArrivals(simulation, random.integer(9, 12), time(5.1), time(9.7));
  });
  // The other program is used less and less.
  if (random.chance(1.1 - 0.7 * plan.progress)) {
    queue.add(within(office.otherProgram), (at) =>
      runOtherProgram(simulation, random.integer(3, 7), at),
    );
  }
  for (let i = random.integer(2, 5); i > 0; i--) {
    queue.add(within(office.singleRuns), (at) =>
      runSingle(simulation, queue, plan, at, isReviewed),
    );
  }
  queue.add(time(13.5), async (at) => {
    await refresh(warehouse, at - 10 * MINUTE);
    await addArrivals(simulation, random.integer(14, 18), time(9.8), time(13.4));
  });
  queue.add(time(13.6), async (at) => {
    const by = random.pick(managers);
    if (random.chance(0.08)) await runEngine(simulation, by, at, { ...usualBatch, dryRun: true });
    else if (random.chance(0.04)) await recordBrokenRun(simulation, by, at);
  });
  queue.add(time(office.secondRun) + random.integer(0, 400) * SECOND, async (at) => {
    const by = random.pick(managers);
    const made = await runEngine(simulation, by, at, usualBatch, { isReviewed });
    const rest = random.shuffled(made).slice(plan.forgotten);
    planDecisions(simulation, queue, plan, rest, 'second');
  });
}

async function runSingle(
  simulation: Simulation,
  queue: EventQueue,
  plan: DayPlan,
  at: number,
  isReviewed: boolean,
): Promise<void> {
  const { random } = simulation;
  const waiting = await waitingAccounts(simulation, 60, at);
  const [account] = waiting.toSorted((a, b) => (b.neediness ?? 0) - (a.neediness ?? 0));
  if (!account) return;
  const input = { mode: 'single', accountId: account.id } as const;
  const made = await runEngine(simulation, random.pick(managers), at, input, { isReviewed });
  for (const open of made) {
    planDecision(simulation, queue, plan, open, at + random.between(2, 25) * MINUTE);
  }
}

/** Most recommendations are decided soon after the run; a few later that day or the next. */
function planDecisions(
  simulation: Simulation,
  queue: EventQueue,
  plan: DayPlan,
  made: readonly OpenRecommendation[],
  run: 'first' | 'second',
): void {
  const { random } = simulation;
  const at = (start: number, [from, to]: Hours) => start + random.between(from, to) * HOUR_MS;
  const next = dayAfter(plan, plan.start);
  for (const open of made) {
    const soon = at(plan.start, office[`${run}Decisions`]);
    const isLate = random.chance(0.06);
    const late =
      run === 'first'
        ? at(plan.start, office.lateDecisions)
        : next && at(next, office.firstDecisions);
    planDecision(simulation, queue, plan, open, (isLate && late) || soon);
  }
}

function planDecision(
  simulation: Simulation,
  queue: EventQueue,
  plan: DayPlan,
  open: OpenRecommendation,
  when: number,
): void {
  const { random } = simulation;
  queue.add(when, async (at) => {
    const by = managerOf(simulation, open);
    const decided = await decideAsManager(simulation, open, by, at);
    if (decided === null) {
      planDecision(simulation, queue, plan, open, afterCooling(simulation, plan, at));
    } else if (decided.verb === 'accept' && random.chance(0.009)) {
      planUndo(simulation, queue, open, by, decided.requestId, at);
    }
  });
}

/** Usually the manager of the CSM's team; otherwise a stand-in. */
function managerOf({ random, csms }: Simulation, { csm }: OpenRecommendation): Person {
  const name = csms.find((each) => each.name === csm)?.manager;
  const own = managers.find((manager) => manager.name === name);
  return own && random.chance(0.85) ? own : random.pick(managers);
}

/** A moment later the manager undoes the acceptance and overrides instead. */
function planUndo(
  simulation: Simulation,
  queue: EventQueue,
  open: OpenRecommendation,
  by: Person,
  undoes: string,
  accepted: number,
): void {
  const { random, reserved } = simulation;
  queue.add(accepted + random.integer(15, 200) * SECOND, async (at) => {
    const ids = { recommendationId: open.id, requestId: requestId(random), undoes };
    const outcome = await send(simulation, by, at, { ...ids, verb: 'undo' });
    if (outcome.status === 'refused') throw new Error(outcome.error.message);
    reserved.set(open.id, open.csm);
    queue.add(at + random.integer(10, 90) * SECOND, async (later) => {
      const options = { reason: 'knows_account', prefer: open.alternatives } as const;
      if (await overrideAsManager(simulation, open, by, later, options)) return;
      await decideAsManager(simulation, open, by, later);
    });
  });
}

/** When to try again after the CSM's cooling period: the same day, or the next morning. */
function afterCooling({ random }: Simulation, plan: DayPlan, at: number): number {
  const today = plan.days.findLast((day) => day <= at) ?? plan.start;
  const close = today + office.close * HOUR_MS;
  const later = at + random.between(4.1, 4.6) * HOUR_MS;
  if (later < close) return later;
  const next = dayAfter(plan, at);
  if (next === undefined) return Math.max(close, at + MINUTE);
  return next + random.between(...office.firstDecisions) * HOUR_MS;
}

/** The start of the workday after a time. */
function dayAfter({ days }: DayPlan, at: number): number | undefined {
  return days.find((day) => day > at);
}
