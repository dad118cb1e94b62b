import { dimensionScales, waitingCost } from './objective';
import { assignmentCosts, kindAt, type PairMatrix } from './pair-matrix';
import { type AssignmentProblem, assign } from './solver/assign';
import { drain } from './solver/drain';
import { dimensions, type Proof } from './types';

/** Which account each CSM receives, and what is proved about it. */
export interface RunSolution {
  /** The index of the CSM of each account; -1 if it is not placed. */
  readonly columnOf: Int32Array;
  readonly proof: Omit<Proof, 'waiting'>;
}

/**
 * Places as many accounts as possible, at most `limit`, and of these as many overdue ones as possible.
 * Then minimizes the cost of the placements plus what waiting costs the others.
 */
export function solveRun(pairs: PairMatrix, limit: number | null): RunSolution {
  const problem = {
    rows: pairs.accounts.length,
    columns: pairs.csms.length,
    costs: assignmentCosts(pairs),
    deferral: deferralOf(pairs),
    ...(limit !== null && { limit }),
  };
  if (pairs.objective.policy.maxPerRun > 1) return solveDrain(pairs, problem);
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

function solveDrain(pairs: PairMatrix, problem: AssignmentProblem): RunSolution {
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
  const { columnOf, placed, placedBound, primal, bound, gapPercent } = drain({
    ...problem,
    ...{ places, amounts, dimensions: dimensions.length },
    // Σ over pairs is n(n − 1) / 2 in-run receipts.
    pairCost: objective.policy.weights.recency,
  });
  const proof = { placed, placedBound, primal, bound, gapPercent };
  return { columnOf, proof: { method: 'drain', ...proof } };
}
