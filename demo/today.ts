import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Csm } from '@/lib/engine/types';
import { defaultPolicy } from '@/lib/policy/policy';
import { readModelOf } from '@/lib/read-model/read-model';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { id, text } from '@/lib/warehouse/sql/shared/columns';
import { pendingCtes } from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import type { Warehouse } from '@/lib/warehouse/types';
import { accountSource } from './accounts';
import { refresh, setCsmDetails, setOwner, setStatus } from './data-team';
import { EventQueue } from './event-queue';
import { acceptAsManager, overrideAsManager, rejectAsManager } from './manager';
import { writeExternal } from './other-program';
import { demoManager, schedule } from './people';
import { randomFrom } from './random';
import { runEngine } from './runs';
import type { OpenRecommendation, Simulation } from './simulation';
import { addWaiting, fillWaiting, type NewArrival } from './waiting';

/** Accounts that need a CSM when the demo is made. */
const NEEDING = 56;
/** Recommendations of today's run that are left for the newcomer, rejected, and decided. */
const LEFT = 18;
const REJECTED = 2;
const DECIDED = 2;

/**
 * Makes the last hours before `now` with the real services, so that whenever someone starts the
 * demo, there is a full queue with every kind of warning, CSMs who are cooling or free, and
 * accounts to place. It goes by `now` and not by office hours.
 */
export async function makeToday(warehouse: Warehouse, now: number, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const newAccount = accountSource(random, 900_000);
  const readModel = readModelOf(warehouse);
  const simulation = { warehouse, readModel, random, csms: [], newAccount, reserved: new Map() };
  const before = (hours: number) => now - hours * HOUR_MS;
  const queue = new EventQueue();
  const [gone, owned] = await pendingRecommendations(warehouse);

  queue.add(before(6.9), async () => {
    await fillWaiting(simulation, 36, [before(14), before(7)], now);
  });
  queue.add(before(6.7), async (at) => {
    const [leaver, secondLeaver] = await breakRules(simulation, at);
    queue.add(before(2.2), async () => {
      // The stored history leaves two recommendations undecided; the data team moves on.
      const ids = [gone, secondLeaver].flatMap((each) => each?.accountId ?? []);
      await setStatus(warehouse, ids, 'Tech Touch');
      const owner = (await csmsAt(simulation, at)).find(({ active }) => active)?.name ?? null;
      await setOwner(
        warehouse,
        [owned, leaver].flatMap((each) => each?.accountId ?? []),
        owner,
      );
    });
  });
  queue.add(before(5.5), async (at) => {
    const input = { mode: 'batch', batchSize: LEFT + REJECTED + DECIDED } as const;
    const made = await runEngine(simulation, schedule, at, input);
    planMorning(simulation, queue, random.shuffled(made), now);
  });
  for (const hours of [1.4, 0.9, 0.5]) {
    queue.add(before(hours), (at) => placeUrgent(simulation, queue, at));
  }
  await queue.runUntil(now);
  await refresh(warehouse, now);
  await fillWaiting(simulation, NEEDING, [before(5), before(0.1)], now);
}

function planMorning(
  simulation: Simulation,
  queue: EventQueue,
  made: readonly OpenRecommendation[],
  now: number,
): void {
  const { warehouse, random } = simulation;
  const before = (hours: number) => now - hours * HOUR_MS;
  const left = made.slice(0, LEFT);
  const rejected = made.slice(LEFT, LEFT + REJECTED);
  const decided = made.slice(LEFT + REJECTED);
  decided.forEach((open, i) => {
    const hours = 3.9 - (3.4 * (i + 0.5)) / DECIDED;
    queue.add(before(hours) + random.integer(-4, 4) * MINUTE_MS, async (at) => {
      const options = { reason: 'expertise', prefer: open.alternatives } as const;
      if (i % 5 === 1 && (await overrideAsManager(simulation, open, demoManager, at, options)))
        return;
      await acceptAsManager(simulation, open, demoManager, at);
    });
  });
  for (const open of rejected) {
    queue.add(before(4.1), async (at) => {
      await rejectAsManager(simulation, open, demoManager, at, 'wrong_fit');
    });
  }
  queue.add(before(1.2), (at) => recommendAgain(simulation, rejected, at));
  queue.add(before(1.1), async () => {
    for (const [i, { csm }] of left.slice(0, 2).entries()) {
      await setCsmDetails(warehouse, csm, {
        awayUntil: (Math.floor(now / DAY_MS) + 3 + 3 * i) * DAY_MS,
      });
    }
  });
  queue.add(before(0.3), (at) => recommendUnavailable(simulation, at));
  queue.add(before(0.2), (at) => recommendSingly(simulation, at));
}

/**
 * In the night the other program assigned several accounts to new CSMs, and recommended CSMs who
 * have left: it knows neither the velocity limit nor today's list of active CSMs.
 */
async function breakRules(simulation: Simulation, at: number): Promise<readonly NewArrival[]> {
  const csms = await csmsAt(simulation, at);
  const isNew = ({ active, tenureMonths }: Csm) =>
    active && tenureMonths !== null && tenureMonths < 6;
  const newest = csms
    .filter((csm) => isNew(csm) && csm.segment !== null)
    .sort((a, b) => (a.tenureMonths ?? 0) - (b.tenureMonths ?? 0))
    .slice(0, 2);
  const leavers = csms.filter(({ active }) => !active).slice(0, 2);
  const since = at - 2 * HOUR_MS;
  const rows = [];
  for (const csm of newest) {
    for (const [i, arrival] of (await addWaiting(simulation, [csm, csm, csm], since)).entries()) {
      rows.push({ arrival, csm: csm.name, isAccepted: i < 2 });
    }
  }
  const [first, second] = leavers;
  const kinds = [otherClass(first), second ?? otherClass(second)];
  const arrivals = await addWaiting(simulation, kinds, since);
  for (const [i, csm] of leavers.entries()) {
    const arrival = arrivals[i];
    if (arrival) rows.push({ arrival, csm: csm.name, isAccepted: false });
  }
  await writeExternal(
    simulation,
    rows.map(({ arrival, ...row }, i) => ({
      ...row,
      account: arrival.account,
      at: at + i * 1_500,
      size: rows.length,
    })),
  );
  return arrivals;
}

/** The other program repeats what a manager has rejected. */
async function recommendAgain(
  simulation: Simulation,
  rejected: readonly OpenRecommendation[],
  at: number,
): Promise<void> {
  const rows = [];
  for (const { accountId, csm } of rejected) {
    const scope = { mode: 'single', accountId } as const;
    const { accounts } = await loadRoutingProblem(simulation, scope, {
      policy: defaultPolicy,
      now: new Date(at),
    });
    for (const account of accounts) rows.push({ account, csm, at, size: 2, isAccepted: false });
  }
  await writeExternal(simulation, rows);
}

/** The other program recommends CSMs who are full, for another class, or cooling. */
async function recommendUnavailable(simulation: Simulation, at: number): Promise<void> {
  const { warehouse, reserved } = simulation;
  const taken = new Set(reserved.values());
  const csms = (await csmsAt(simulation, at)).filter(
    ({ name, active, segment }) => active && segment !== null && !taken.has(name),
  );
  const isCooling = ({ lastReceivedAt }: Csm) => (lastReceivedAt ?? 0) > at - 3 * HOUR_MS;
  const cooling = csms.filter(isCooling).slice(0, 2);
  const full = csms.filter((csm) => !isCooling(csm) && (csm.tenureMonths ?? 0) > 12).slice(0, 2);
  for (const csm of full) {
    await setCsmDetails(warehouse, csm.name, { capacity: csm.book.accounts });
  }
  const chosen = [...full, ...cooling];
  const kinds = chosen.map((csm, i) => (i === 0 ? otherClass(csm) : csm));
  const arrivals = await addWaiting(simulation, kinds, at - HOUR_MS);
  await writeExternal(
    simulation,
    arrivals.map(({ account }, i) => ({
      account,
      csm: chosen[i]?.name ?? '',
      at: at + i * 1_500,
      size: arrivals.length,
      isAccepted: false,
    })),
  );
}

/** Single runs, until the reviews suggest another CSM for two accounts. */
async function recommendSingly(simulation: Simulation, at: number): Promise<void> {
  let suggested = 0;
  for (let i = 0; i < 5 && suggested < 2; i++) {
    const kind = { segment: 'Residential', level: 'Corporate' };
    const [arrival] = await addWaiting(simulation, [kind], at - HOUR_MS);
    if (!arrival) return;
    const input = { mode: 'single', accountId: arrival.accountId } as const;
    const made = await runEngine(simulation, demoManager, at + 4_000 * i, input);
    suggested += made.filter(({ review, isBlind }) => !isBlind && review?.suggestedCsm).length;
  }
}

/** A class that the CSM does not take. */
function otherClass(csm: Pick<Csm, 'segment'> | undefined) {
  const segment = csm?.segment === 'Residential' ? 'Commercial' : 'Residential';
  return { segment, level: 'Corporate' } as const;
}

/** One account at a time, accepted at once, so that the guide's query lists its CSM as cooling. */
async function placeUrgent(simulation: Simulation, queue: EventQueue, at: number): Promise<void> {
  const { random } = simulation;
  const kind = { segment: random.pick(['Residential', 'Commercial']), level: 'Corporate' };
  const [arrival] = await addWaiting(simulation, [kind], at - 20 * MINUTE_MS);
  if (!arrival) return;
  const input = { mode: 'single', accountId: arrival.accountId } as const;
  for (const open of await runEngine(simulation, demoManager, at, input)) {
    queue.add(at + 3 * MINUTE_MS, async (later) => {
      await acceptAsManager(simulation, open, demoManager, later);
    });
  }
}

async function csmsAt(simulation: Simulation, at: number): Promise<readonly Csm[]> {
  const under = { policy: defaultPolicy, now: new Date(at) };
  const { context } = await loadRoutingProblem(simulation, { mode: 'batch', batchSize: 1 }, under);
  return context.routing.csms;
}

const pendingRow = z
  .object({ recommendation_id: id, account_id: text })
  .transform((row) => ({ id: row.recommendation_id, accountId: row.account_id }));

function pendingRecommendations(warehouse: Warehouse) {
  return warehouse.read(
    query({
      name: 'demo.pending',
      tables: ['recommendations', 'assignments', 'decisions'],
      row: pendingRow,
      sql: sql`WITH ${pendingCtes()}
SELECT recommendation_id, account_id FROM pending ORDER BY recommendation_id`,
    }),
  );
}
