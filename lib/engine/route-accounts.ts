import { HOUR_MS } from '@/lib/time';
import { addToBook, buildCandidate, buildExplanation } from './explain';
import { type MatchedAccount, measureFairness, measureMatchQuality } from './fairness';
import { buildObjective } from './objective';
import { assignmentCosts, buildPairMatrix, type PairMatrix } from './pair-matrix';
import {
  type AssessedAccount,
  canonicalAccounts,
  canonicalCsms,
  compareCodeUnits,
  createAssessor,
} from './prepare-input';
import { assign } from './solver/assign';
import {
  type Csm,
  type Deferral,
  type ExclusionReason,
  exclusionReasons,
  type Fairness,
  type Placement,
  type RoutingProblem,
  type RoutingResult,
} from './types';

/**
 * Recommends a CSM for each account: as many accounts as possible are placed, then at the least
 * cost, each CSM receiving at most `maxPerRun`, one per round of exact assignment. The order of the
 * input decides nothing: accounts are taken by id (a repeated id once), CSMs by name, both by code
 * units. Placements and deferrals come in order of account id. `now` is the only clock.
 */
export function routeAccounts(problem: RoutingProblem): RoutingResult {
  const { policy, now } = problem;
  const accounts = canonicalAccounts(problem.accounts);
  if (accounts.length === 0) return { status: 'no_accounts' };
  const active = canonicalCsms(problem.csms).filter((csm) => csm.active);
  if (active.length === 0) return { status: 'no_active_csm' };

  const assessed = accounts.map(createAssessor(problem, active));
  const objective = buildObjective(active, assessed, policy, now);
  const before = buildPairMatrix(objective, active, assessed);
  const placements: Placement[] = [];
  let pairs = before;
  let csms: readonly Csm[] = active;
  let left: PairMatrix['accounts'] = assessed;
  let primal = 0;
  let bound = 0;
  let rounds = 0;
  while (rounds < policy.maxPerRun && left.length > 0) {
    if (rounds > 0) pairs = buildPairMatrix(objective, csms, left);
    const round = solveRound(pairs);
    if (rounds > 0 && round.placements.length === 0) break;
    placements.push(...round.placements);
    ({ left, csms } = round);
    primal += round.primal;
    bound += round.bound;
    rounds += 1;
  }
  placements.sort((a, b) => compareCodeUnits(a.accountId, b.accountId));
  const deferred = new Set(left);
  return {
    status: 'solved',
    placements,
    deferrals: assessed.flatMap((account, i) =>
      deferred.has(account) ? [explainDeferral(before, i)] : [],
    ),
    proof: { placed: placements.length, primal, bound, rounds },
    fairness: measureRunFairness(before, csms),
    match: measureMatchQuality(placements.map(toMatchedAccount), policy),
  };
}

// The eligible are those who might have received some account of the run, before as after it.
function measureRunFairness(
  before: PairMatrix,
  after: readonly Csm[],
): { before: Fairness; after: Fairness } {
  const { csms, exclusions, objective } = before;
  const eligible = new Set<string>();
  exclusions.forEach((exclusion, pair) => {
    if (exclusion === null) eligible.add((csms[pair % csms.length] as Csm).name);
  });
  return {
    before: measureFairness(csms, eligible, objective.policy),
    after: measureFairness(after, eligible, objective.policy),
  };
}

function toMatchedAccount({ explanation }: Placement): MatchedAccount {
  const { chosen, color, needy } = explanation;
  return { tenureMonths: chosen.tenureMonths, color, needy };
}

/** What one exact assignment gave: each CSM receives at most one account. */
export interface RoundResult {
  readonly placements: readonly Placement[];
  /** The accounts not placed, in the order given. */
  readonly left: readonly AssessedAccount[];
  /** The CSMs with what they received on their books. */
  readonly csms: readonly Csm[];
  readonly primal: number;
  readonly bound: number;
}

/** Places as many accounts as one matching can, at the least cost, and explains each. */
function solveRound(pairs: PairMatrix): RoundResult {
  const { accounts, csms, objective } = pairs;
  const answer = assign({
    rows: accounts.length,
    columns: csms.length,
    costs: assignmentCosts(pairs),
  });
  const receives = new Array<AssessedAccount | null>(csms.length).fill(null);
  answer.columnOf.forEach((j, i) => {
    if (j >= 0) receives[j] = accounts[i] as AssessedAccount;
  });
  const placements: Placement[] = [];
  const left: AssessedAccount[] = [];
  accounts.forEach((account, i) => {
    const j = answer.columnOf[i] as number;
    if (j < 0) {
      left.push(account);
      return;
    }
    const chosen = buildCandidate(pairs, i, j);
    placements.push({
      accountId: account.account.id,
      csm: chosen.csm,
      cost: chosen.cost,
      score: chosen.score,
      explanation: buildExplanation(pairs, i, chosen, (k) => receives[k]?.account.id ?? null),
    });
  });
  return {
    placements,
    left,
    csms: csms.map((csm, j) => withReceivedAccount(csm, receives[j] ?? null, objective.now)),
    primal: answer.primal,
    bound: answer.bound,
  };
}

// Inside a run the cooling period is maxPerRun, so that only velocity sees what was received.
function withReceivedAccount(csm: Csm, account: AssessedAccount | null, now: number): Csm {
  if (account === null) return csm;
  return { ...csm, book: addToBook(csm.book, account), received: [...csm.received, now] };
}

/**
 * Why the i-th account could not be placed, by the pairs as they were before the run. Where some
 * CSM was eligible, the run used them all up: `max_per_run`. Else the reason that keeps most active
 * CSMs, ties by the order of the closed list. `until` is the earliest time a CSM comes free.
 */
function explainDeferral(pairs: PairMatrix, i: number): Deferral {
  const { policy, now } = pairs.objective;
  const counts: Partial<Record<ExclusionReason, number>> = {};
  let until: number | null = null;
  const mayChange = (time: number | null) => {
    if (time !== null && (until === null || time < until)) until = time;
  };
  for (let j = 0; j < pairs.csms.length; j++) {
    const exclusion = pairs.exclusions[i * pairs.csms.length + j] ?? null;
    const reason = exclusion?.reason ?? 'max_per_run';
    counts[reason] = (counts[reason] ?? 0) + 1;
    if (exclusion !== null) mayChange(exclusion.until);
    // What this run recommends reserves the CSM for the cooling period.
    else if (policy.pendingReserves) mayChange(now + policy.coolingHours * HOUR_MS);
  }
  const account = pairs.accounts[i] as AssessedAccount;
  return { accountId: account.account.id, reason: bindingReason(counts), until, counts };
}

function bindingReason(counts: Partial<Record<ExclusionReason, number>>): ExclusionReason {
  if (counts.max_per_run) return 'max_per_run';
  let binding: ExclusionReason = 'not_active';
  for (const reason of exclusionReasons) {
    if ((counts[reason] ?? 0) > (counts[binding] ?? 0)) binding = reason;
  }
  return binding;
}
