import { bookOfAccount } from '@/lib/engine/explain';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { type AssessedAccount, createAssessor } from '@/lib/engine/prepare-input';
import { routeAccounts } from '@/lib/engine/route-accounts';
import type { Csm, Reservation, RoutableAccount, RoutingProblem } from '@/lib/engine/types';
import { DAY_MS, DAYS_PER_MONTH, HOUR_MS, WEEK_MS } from '@/lib/time';
import { addAccount, type OwnedBooks, removeAccount } from './change-book';

/**
 * Simulates days of intake under a policy, to compare policies on the same accounts.
 *
 *     const simulation = simulate({ csms, owned, intake, departures, medians, policy, … });
 *     const figures = measureQuality(simulation, policy);   // ./measure-quality
 *
 * A run considers all accounts that wait. What it recommends is pending, and reserves its CSM, for
 * `decisionHours`; then it is accepted. The simulation itself uses no randomness: it replays `intake`
 * and `departures`, which are either recorded (./backtest) or generated from a seed.
 * Times are epoch milliseconds.
 */
export interface SimulationInput {
  /** The CSMs at the start. Their tenure grows with the simulated time. */
  readonly csms: readonly Csm[];
  /** Accounts in the CSMs' books at the start that may leave. Books may contain others. */
  readonly owned: readonly OwnedAccount[];
  /**
   * Accounts, each of which waits from its `waitingSince`; if that is null or earlier, from the start.
   */
  readonly intake: readonly RoutableAccount[];
  /** Accounts that leave their CSM, or stop needing one. */
  readonly departures: readonly Departure[];
  readonly medians: RoutingProblem['medians'];
  readonly policy: RoutingPolicy;
  /** Midnight of the first day. */
  readonly start: number;
  readonly days: number;
  /** When runs start, in hours after midnight, ascending. */
  readonly runHours: readonly number[];
  /** Maximum number of accounts that a run places; null: no limit. */
  readonly batchSize: number | null;
  /** How long a recommendation is pending before it is accepted. */
  readonly decisionHours: number;
  /** Default: `routeAccounts`. */
  readonly route?: Router;
}

export interface OwnedAccount {
  readonly account: RoutableAccount;
  readonly csm: string;
}

export interface Departure {
  readonly accountId: string;
  readonly at: number;
}

/** Places some of the problem's accounts. A score is null if the router has none. */
export type Router = (problem: RoutingProblem) => readonly RouterPlacement[];

export interface RouterPlacement {
  readonly accountId: string;
  readonly csm: string;
  readonly score: number | null;
}

/** What happened to an account of the intake. Times are null if it did not happen. */
export interface SimulatedAccount {
  readonly account: RoutableAccount;
  readonly assessed: AssessedAccount;
  readonly arrivedAt: number;
  readonly recommendation: (RouterPlacement & Recommended) | null;
  /** When the recommendation was accepted. */
  readonly receivedAt: number | null;
  readonly leftAt: number | null;
}

interface Recommended {
  readonly at: number;
  /** Of the recommended CSM, at the time. */
  readonly tenureMonths: number | null;
}

export interface Simulation {
  /** The CSMs at the end. */
  readonly csms: readonly Csm[];
  /** The intake in order of arrival. */
  readonly accounts: readonly SimulatedAccount[];
  readonly start: number;
  readonly end: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type AccountState = Mutable<SimulatedAccount>;

interface CsmState {
  readonly csm: Csm;
  books: OwnedBooks;
  readonly received: number[];
  readonly receivedNeedy: number[];
  /** In order of recommendation. */
  pending: AccountState[];
}

interface Event {
  readonly at: number;
  readonly happen: () => void;
}

/**
 * Replays the intake day by day. Deterministic.
 * @throws if the router places an account that does not wait, or with an unknown CSM
 */
export function simulate(input: SimulationInput): Simulation {
  const { policy, start, decisionHours } = input;
  const end = start + input.days * DAY_MS;
  const route = input.route ?? routeByEngine;
  const assess = createAssessor(
    { ...input, now: start },
    input.csms.filter((csm) => csm.active),
  );
  const csms = new Map(
    input.csms.map((csm) => [csm.name, createCsmState(csm)] satisfies [string, CsmState]),
  );
  const owners = new Map<string, { csm: CsmState; assessed: AssessedAccount }>();
  for (const { account, csm } of input.owned) {
    owners.set(account.id, { csm: known(csms, csm), assessed: assess(account) });
  }
  const accounts: AccountState[] = input.intake
    .map((account) => ({
      account,
      assessed: assess(account),
      arrivedAt: Math.max(start, account.waitingSince ?? start),
      recommendation: null,
      receivedAt: null,
      leftAt: null,
    }))
    .sort((a, b) => a.arrivedAt - b.arrivedAt);
  const byId = new Map(accounts.map((account) => [account.account.id, account]));
  const waiting = new Map<string, AccountState>();
  const undecided: AccountState[] = [];

  function run(at: number): void {
    const placements = route({
      accounts: [...waiting.values()].map(({ account }) => account),
      limit: input.batchSize,
      csms: [...csms.values()].map((csm) => csmAt(csm, start, at)),
      medians: input.medians,
      policy,
      now: at,
    });
    for (const placement of placements) {
      const account = known(waiting, placement.accountId);
      const csm = known(csms, placement.csm);
      waiting.delete(placement.accountId);
      const { tenureMonths } = csmAt(csm, start, at);
      account.recommendation = { ...placement, at, tenureMonths };
      csm.pending.push(account);
      undecided.push(account);
    }
  }

  // All decisions take the same time, so the oldest recommendation is decided first.
  function decideUntil(time: number): void {
    for (;;) {
      const recommendation = undecided[0]?.recommendation;
      if (!recommendation) return;
      const at = recommendation.at + decisionHours * HOUR_MS;
      if (at > time) return;
      accept(undecided.shift() as AccountState, known(csms, recommendation.csm), at);
    }
  }

  function accept(account: AccountState, csm: CsmState, at: number): void {
    account.receivedAt = at;
    csm.pending = csm.pending.filter((pending) => pending !== account);
    csm.books = addAccount(csm.books, account.assessed);
    csm.received.push(at);
    if (account.assessed.needy) csm.receivedNeedy.push(at);
    owners.set(account.account.id, { csm, assessed: account.assessed });
  }

  function depart({ accountId, at }: Departure): void {
    const account = byId.get(accountId);
    if (account) account.leftAt = at;
    waiting.delete(accountId);
    const owner = owners.get(accountId);
    if (owner) {
      owner.csm.books = removeAccount(owner.csm.books, owner.assessed);
      owners.delete(accountId);
    } else if (account?.recommendation) {
      const csm = known(csms, account.recommendation.csm);
      csm.pending = csm.pending.filter((pending) => pending !== account);
      undecided.splice(undecided.indexOf(account), 1);
    }
  }

  // At the same time: first arrivals, then departures, decisions, and runs.
  const events: Event[] = [
    ...accounts.map((account) => ({
      at: account.arrivedAt,
      happen: () => {
        waiting.set(account.account.id, account);
      },
    })),
    ...input.departures.map((departure) => ({
      at: departure.at,
      happen: () => depart(departure),
    })),
    ...runTimes(input).map((at) => ({ at, happen: () => run(at) })),
  ];
  for (const { at, happen } of events.sort((a, b) => a.at - b.at)) {
    if (at >= end) break;
    decideUntil(at);
    happen();
  }
  decideUntil(end);
  return {
    csms: [...csms.values()].map((csm) => csmAt(csm, start, end)),
    accounts: accounts.filter(({ arrivedAt }) => arrivedAt < end),
    start,
    end,
  };
}

function routeByEngine(problem: RoutingProblem): readonly RouterPlacement[] {
  const result = routeAccounts(problem);
  return result.status === 'solved' ? result.placements : [];
}

function createCsmState(csm: Csm): CsmState {
  const { received, receivedNeedy } = csm;
  return {
    csm,
    books: csm,
    received: [...received],
    receivedNeedy: [...receivedNeedy],
    pending: [],
  };
}

/** The CSM as the engine sees it at a time. */
function csmAt(state: CsmState, start: number, now: number): Csm {
  const { csm, books, received, receivedNeedy, pending } = state;
  const elapsedMonths = (now - start) / (DAYS_PER_MONTH * DAY_MS);
  const isRecent = (time: number) => time > now - WEEK_MS;
  return {
    ...csm,
    tenureMonths: csm.tenureMonths === null ? null : csm.tenureMonths + elapsedMonths,
    book: books.book,
    byClass: books.byClass,
    received: received.filter(isRecent),
    receivedNeedy: receivedNeedy.filter(isRecent),
    lastReceivedAt: received.at(-1) ?? csm.lastReceivedAt,
    reservations: [...csm.reservations, ...pending.map(reservationOf)],
  };
}

function reservationOf({ assessed, account, recommendation }: AccountState): Reservation {
  const { segment, level } = account;
  const { needy } = assessed;
  return { at: recommendation?.at ?? 0, segment, level, needy, book: bookOfAccount(assessed) };
}

function runTimes({ start, days, runHours }: SimulationInput): number[] {
  return Array.from({ length: days }, (_, day) =>
    runHours.map((hours) => start + day * DAY_MS + hours * HOUR_MS),
  ).flat();
}

function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The simulation does not know "${key}".`);
  return value;
}
