import { dimensionScales, waitingCost } from './objective';
import { assignmentCosts, kindAt, type PairMatrix } from './pair-matrix';
import { assign } from './solver/assign';
import type { AssignmentProblem, Deferral } from './solver/assignment-problem';
import { drain } from './solver/drain';
import { dimensions, type Proof } from './types';

/** Which account each CSM receives, and what is proved about it. */
export interface RunSolution {
  /** The index of the CSM of each account; -1 if it is not placed. */
  readonly columnOf: Int32Array;
  readonly proof: Omit<Proof, 'waiting'>;
}

/** A pair of an account and a CSM, by index. */
export interface PairIndex {
  readonly row: number;
  readonly column: number;
}

/**
 * Places as many accounts as possible, at most `limit`, and of these as many overdue ones as possible.
 * Then minimizes the cost of the placements plus what waiting costs the others.
 * @param forced a pair that is placed before all others, even if a rule forbids it. Needs a limit above 0.
 */
export function solveRun(
  pairs: PairMatrix,
  limit: number | null,
  forced: PairIndex | null = null,
): RunSolution {
  const problem = {
    rows: pairs.accounts.length,
    columns: pairs.csms.length,
    costs: assignmentCosts(pairs),
    deferral: deferralOf(pairs),
    ...(limit !== null && { limit }),
  };
  if (forced) forcePair(pairs, problem, forced);
  if (pairs.objective.policy.maxPerRun > 1) return solveDrain(pairs, problem, forced);
  const { columnOf, placed, placedBound, primal, bound } = assign(problem);
  const gapPercent = primal === bound ? 0 : null;
  return {
    columnOf,
    proof: { method: 'assignment', placed, placedBound, primal, bound, gapPercent },
  };
}

/** Levels by which more placed accounts come first, then more overdue ones. */
function deferralOf({ accounts, objective: { policy } }: PairMatrix) {
  const level = accounts.length + 1;
  return {
    level: Float64Array.from(accounts, ({ overdue }) => (overdue ? level + 1 : level)),
    cost: Float64Array.from(accounts, (account) => waitingCost(account, policy)),
  };
}

/** Leaves the account no other CSM, and makes leaving it out cost more than leaving out all others. */
function forcePair(
  { costs: pairCosts, csms }: PairMatrix,
  { costs, deferral }: AssignmentProblem & { readonly deferral: Deferral },
  { row, column }: PairIndex,
): void {
  const first = row * csms.length;
  costs.fill(Number.POSITIVE_INFINITY, first, first + csms.length);
  costs[first + column] = pairCosts[first + column] as number;
  deferral.level[row] = deferral.level.reduce((sum, level) => sum + level, 1);
}

function solveDrain(
  pairs: PairMatrix,
  problem: AssignmentProblem,
  forced: PairIndex | null,
): RunSolution {
  const { accounts, csms, objective } = pairs;
  const scales = dimensionScales(objective);
  const amounts = new Float64Array(accounts.length * dimensions.length);
  accounts.forEach((account, i) => {
    dimensions.forEach((dimension, d) => {
      amounts[i * dimensions.length + d] = scales[dimension] * account.amounts[dimension];
    });
  });
  const places = new Int32Array(accounts.length * csms.length);
  accounts.forEach((_, i) => {
    places.set(kindAt(pairs, i).places, i * csms.length);
  });
  if (forced) {
    const pair = forced.row * csms.length + forced.column;
    places[pair] = Math.max(1, places[pair] as number);
  }
  const { columnOf, placed, placedBound, primal, bound, gapPercent } = drain({
    ...problem,
    places,
    amounts,
    dimensions: dimensions.length,
    // Σ over pairs is n(n − 1) / 2 in-run receipts.
    pairCost: objective.policy.weights.recency,
  });
  const proof = { placed, placedBound, primal, bound, gapPercent };
  return { columnOf, proof: { method: 'drain', ...proof } };
}
