import { compareCodeUnits } from '@/lib/names';
import { HOUR_MS } from '@/lib/time';
import { addToBook, buildCandidate, buildExplanation } from './explain';
import { type MatchedAccount, measureFairness, measureMatchQuality } from './fairness';
import { buildObjective } from './objective';
import { assignmentCosts, buildPairMatrix, type PairMatrix } from './pair-matrix';
import {
  type AssessedAccount,
  canonicalAccounts,
  canonicalCsms,
  createAssessor,
} from './prepare-input';
import { assign } from './solver/assign';
import {
  type Csm,
  type Deferral,
  type ExclusionReason,
  exclusionReasons,
  type Placement,
  type RoutingProblem,
  type RoutingResult,
} from './types';

/**
 * Recommends a CSM for each account. First places as many accounts as possible, then minimizes the
 * cost. A CSM receives at most `maxPerRun` accounts, one per round of exact assignment.
 * Deterministic: the result does not depend on the order of the input, and `now` is the only clock.
 * Placements and deferrals are in order of account id (by code unit).
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
  let unplaced: PairMatrix['accounts'] = assessed;
  let primal = 0;
  let bound = 0;
  let rounds = 0;
  while (rounds < policy.maxPerRun && unplaced.length > 0) {
    if (rounds > 0) pairs = buildPairMatrix(objective, csms, unplaced);
    const round = solveRound(pairs);
    if (rounds > 0 && round.placements.length === 0) break;
    placements.push(...round.placements);
    ({ unplaced, csms } = round);
    primal += round.primal;
    bound += round.bound;
    rounds += 1;
  }
  placements.sort((a, b) => compareCodeUnits(a.accountId, b.accountId));
  const deferred = new Set(unplaced);
  return {
    status: 'solved',
    placements,
    deferrals: assessed.flatMap((account, i) =>
      deferred.has(account) ? [explainDeferral(before, i)] : [],
    ),
    proof: { placed: placements.length, primal, bound, rounds },
    fairness: { before: measureFairness(active, policy), after: measureFairness(csms, policy) },
    match: measureMatchQuality(placements.map(toMatchedAccount), policy),
  };
}

function toMatchedAccount({ explanation }: Placement): MatchedAccount {
  const { chosen, color, needy } = explanation;
  return { tenureMonths: chosen.tenureMonths, color, needy };
}

/** The result of one exact assignment, in which each CSM receives at most one account. */
export interface RoundResult {
  readonly placements: readonly Placement[];
  /** The accounts not placed, in input order. */
  readonly unplaced: readonly AssessedAccount[];
  /** The CSMs with the placed accounts added to their books. */
  readonly csms: readonly Csm[];
  readonly primal: number;
  readonly bound: number;
}

/** Places as many accounts as one matching can, at the lowest cost, and explains each. */
function solveRound(pairs: PairMatrix): RoundResult {
  const { accounts, csms, objective } = pairs;
  const assignment = assign({
    rows: accounts.length,
    columns: csms.length,
    costs: assignmentCosts(pairs),
  });
  const received = new Array<AssessedAccount | null>(csms.length).fill(null);
  assignment.columnOf.forEach((j, i) => {
    if (j >= 0) received[j] = accounts[i] as AssessedAccount;
  });
  const placements: Placement[] = [];
  const unplaced: AssessedAccount[] = [];
  accounts.forEach((account, i) => {
    const j = assignment.columnOf[i] as number;
    if (j < 0) {
      unplaced.push(account);
      return;
    }
    const chosen = buildCandidate(pairs, i, j);
    placements.push({
      accountId: account.account.id,
      csm: chosen.csm,
      cost: chosen.cost,
      score: chosen.score,
      explanation: buildExplanation(pairs, i, chosen, (k) => received[k]?.account.id ?? null),
    });
  });
  return {
    placements,
    unplaced,
    csms: csms.map((csm, j) => withReceivedAccount(csm, received[j] ?? null, objective.now)),
    primal: assignment.primal,
    bound: assignment.bound,
  };
}

// Within a run, maxPerRun stands in for the cooling period, so only `received` changes.
function withReceivedAccount(csm: Csm, account: AssessedAccount | null, now: number): Csm {
  if (account === null) return csm;
  return { ...csm, book: addToBook(csm.book, account), received: [...csm.received, now] };
}

/**
 * Explains why the i-th account was not placed, based on the pairs before the run. If any CSM was
 * eligible, the run gave them all other accounts: `max_per_run`. Otherwise, the reason is the one
 * that excludes the most active CSMs. `until` is the earliest time at which one may become eligible.
 */
function explainDeferral(pairs: PairMatrix, i: number): Deferral {
  const { policy, now } = pairs.objective;
  const counts: Partial<Record<ExclusionReason, number>> = {};
  let until: number | null = null;
  const keepEarliest = (time: number | null) => {
    if (time !== null && (until === null || time < until)) until = time;
  };
  for (let j = 0; j < pairs.csms.length; j++) {
    const exclusion = pairs.exclusions[i * pairs.csms.length + j] ?? null;
    const reason = exclusion?.reason ?? 'max_per_run';
    counts[reason] = (counts[reason] ?? 0) + 1;
    if (exclusion !== null) keepEarliest(exclusion.until);
    // This run's recommendation reserves the CSM for the cooling period.
    else if (policy.pendingReserves) keepEarliest(now + policy.coolingHours * HOUR_MS);
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
