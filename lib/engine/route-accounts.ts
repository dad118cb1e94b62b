import { explainDeferrals } from './deferrals';
import { bookOfAccount, buildCandidate, buildExplanation } from './explain';
import { type MatchedAccount, measureFairness, measureMatchQuality } from './fairness';
import { addBooks } from './load';
import { buildObjective, waitingCost } from './objective';
import { buildPairMatrix, evaluatePairs, kindAt, type PairMatrix } from './pair-matrix';
import {
  type AssessedAccount,
  canonicalAccounts,
  canonicalCsms,
  createAssessor,
} from './prepare-input';
import { type RunSolution, solveRun } from './solve-run';
import type { Csm, Placement, RoutingProblem, RoutingResult } from './types';

/**
 * Recommends a CSM for each account. First places as many accounts as possible, at most `limit`, and
 * of these as many overdue ones as possible. Then minimizes the cost of the placements plus what
 * waiting costs the others. A CSM receives at most `maxPerRun` accounts.
 * Deterministic: the result does not depend on the order of the input, and `now` is the only clock.
 * Placements are in order of account id (by code unit).
 */
export function routeAccounts(problem: RoutingProblem): RoutingResult {
  const { policy, now } = problem;
  const accounts = canonicalAccounts(problem.accounts);
  if (accounts.length === 0) return { status: 'no_accounts' };
  const active = canonicalCsms(problem.csms).filter((csm) => csm.active);
  if (active.length === 0) return { status: 'no_active_csm' };

  const assessed = accounts.map(createAssessor(problem, active));
  const pairs = buildPairMatrix(buildObjective(active, assessed, policy, now), active, assessed);
  const solution = solveRun(pairs, problem.limit);
  const placements = explainPlacements(pairs, solution);
  const unplaced = accounts.flatMap((_, i) => (solution.columnOf[i] === -1 ? [i] : []));
  const waiting = unplaced.reduce(
    (sum, i) => sum + waitingCost(assessed[i] as AssessedAccount, policy),
    0,
  );
  return {
    status: 'solved',
    placements,
    ...explainDeferrals(pairs, unplaced, placements.length === problem.limit),
    proof: { ...solution.proof, waiting },
    fairness: {
      before: measureFairness(active, policy),
      after: measureFairness(csmsAfter(pairs, solution), policy),
    },
    match: measureMatchQuality(placements.map(toMatchedAccount), policy),
  };
}

function toMatchedAccount({ explanation }: Placement): MatchedAccount {
  const { chosen, color, needy } = explanation;
  return { tenureMonths: chosen.tenureMonths, color, needy };
}

/** The accounts that each CSM received. */
function receivedByCsm({ csms }: PairMatrix, { columnOf }: RunSolution): readonly number[][] {
  const received = csms.map((): number[] => []);
  columnOf.forEach((j, i) => {
    received[j]?.push(i);
  });
  return received;
}

/** The CSMs with the accounts of the run in their books. */
function csmsAfter(pairs: PairMatrix, solution: RunSolution): readonly Csm[] {
  const received = receivedByCsm(pairs, solution);
  return pairs.csms.map((csm, j) => withAccounts(pairs, csm, received[j] ?? []));
}

// Within a run, maxPerRun replaces the cooling period, so only `received` changes.
function withAccounts(
  { accounts, objective: { now } }: PairMatrix,
  csm: Csm,
  indexes: readonly number[],
): Csm {
  const books = indexes.map((i) => bookOfAccount(accounts[i] as AssessedAccount));
  return {
    ...csm,
    book: books.reduce(addBooks, csm.book),
    received: [...csm.received, ...indexes.map(() => now)],
  };
}

function explainPlacements(pairs: PairMatrix, solution: RunSolution): readonly Placement[] {
  const received = receivedByCsm(pairs, solution);
  const idAt = (i: number) => (pairs.accounts[i] as AssessedAccount).account.id;
  return pairs.accounts.flatMap((_, i) => {
    const j = solution.columnOf[i] as number;
    if (j < 0) return [];
    const seen = pairsSeenBy(pairs, received, i, j);
    const chosen = buildCandidate(seen.pairs, seen.i, j);
    const placedWith = (k: number) => {
      const other = received[k]?.find((each) => each !== i);
      return other === undefined ? null : idAt(other);
    };
    return {
      accountId: idAt(i),
      csm: chosen.csm,
      cost: chosen.cost,
      score: chosen.score,
      explanation: buildExplanation(seen.pairs, seen.i, chosen, placedWith),
    };
  });
}

/**
 * The pairs by which a placement is explained: as before the run, with one account per CSM. In a
 * drain, where a CSM's accounts affect each other, with all other accounts of the run in the books.
 */
function pairsSeenBy(
  pairs: PairMatrix,
  received: readonly number[][],
  i: number,
  j: number,
): { readonly pairs: PairMatrix; readonly i: number } {
  if (pairs.objective.policy.maxPerRun === 1) return { pairs, i };
  const csms = pairs.csms.map((csm, k) =>
    withAccounts(
      pairs,
      csm,
      (received[k] ?? []).filter((other) => k !== j || other !== i),
    ),
  );
  const account = pairs.accounts[i] as AssessedAccount;
  // The rules apply as before the run.
  const rules = { kindOf: new Int32Array(1), kinds: [kindAt(pairs, i)] };
  return { pairs: evaluatePairs(pairs.objective, csms, [account], rules), i: 0 };
}
