import { explainDeferrals } from './deferrals';
import { bookOfAccount, buildCandidate, buildExplanation } from './explain';
import {
  type MatchedAccount,
  measureFairness,
  measureMatchQuality,
  measureWaits,
} from './fairness';
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
  const pairs = prepareRun(problem);
  if ('status' in pairs) return pairs;
  const { policy } = problem;
  const solution = solveRun(pairs, problem.limit);
  const placements = explainPlacements(pairs, solution);
  const unplaced = pairs.accounts.flatMap((_, i) => (solution.columnOf[i] === -1 ? [i] : []));
  const waiting = unplaced.reduce(
    (sum, i) => sum + waitingCost(pairs.accounts[i] as AssessedAccount, policy),
    0,
  );
  return {
    status: 'solved',
    placements,
    ...explainDeferrals(pairs, unplaced, placements.length === problem.limit),
    proof: { ...solution.proof, waiting },
    fairness: {
      before: measureFairness(pairs.csms, policy),
      after: measureFairness(csmsAfter(pairs, solution), policy),
    },
    match: {
      ...measureMatchQuality(placements.map(toMatchedAccount), policy),
      waits: measureWaits(pairs.accounts),
    },
  };
}

/** A problem that has nothing to solve. */
export type UnsolvedResult = Exclude<RoutingResult, { status: 'solved' }>;

/** Evaluates all pairs of a problem: accounts in order of id, active CSMs in order of name. */
export function prepareRun(problem: RoutingProblem): PairMatrix | UnsolvedResult {
  const { policy, now } = problem;
  const accounts = canonicalAccounts(problem.accounts);
  if (accounts.length === 0) return { status: 'no_accounts' };
  const active = canonicalCsms(problem.csms).filter((csm) => csm.active);
  if (active.length === 0) return { status: 'no_active_csm' };
  const assessed = accounts.map(createAssessor(problem, active));
  return buildPairMatrix(buildObjective(active, assessed, policy, now), active, assessed);
}

function toMatchedAccount({ explanation }: Placement): MatchedAccount {
  const { chosen, color, needy } = explanation;
  return { tenureMonths: chosen.tenureMonths, color, needy };
}

type Solved = Pick<RunSolution, 'columnOf'>;

/** The accounts that each CSM received. */
function receivedByCsm({ csms }: PairMatrix, { columnOf }: Solved): readonly number[][] {
  const received = csms.map((): number[] => []);
  columnOf.forEach((j, i) => {
    received[j]?.push(i);
  });
  return received;
}

/** The CSMs with the accounts of the run in their books. */
export function csmsAfter(pairs: PairMatrix, solution: Solved): readonly Csm[] {
  const received = receivedByCsm(pairs, solution);
  return pairs.csms.map((csm, j) => withAccounts(pairs, csm, received[j] ?? []));
}

// Within a run, maxPerRun replaces the cooling period, so only `received` changes.
function withAccounts(
  { accounts, objective: { now } }: PairMatrix,
  csm: Csm,
  indexes: readonly number[],
): Csm {
  const added = indexes.map((i) => {
    const assessed = accounts[i] as AssessedAccount;
    const { segment, level } = assessed.account;
    return { segment, level, book: bookOfAccount(assessed) };
  });
  return {
    ...csm,
    book: added.reduce((sum, { book }) => addBooks(sum, book), csm.book),
    byClass: [...csm.byClass, ...added],
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
