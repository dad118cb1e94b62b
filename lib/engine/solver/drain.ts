import type { Duals } from './assign';
import { type Descent, descend } from './descent';
import { type DrainProblem, validate } from './drain-problem';
import { createRelaxation, type LinearBound } from './relaxation';

export interface DrainSolution {
  /** The column of each row; -1 if the row is deferred. */
  readonly columnOf: Int32Array;
  readonly placed: number;
  /** No solution places more rows than this. */
  readonly placedBound: number;
  /** The cost of the placed rows and their interactions, each rounded up to a multiple of 2^-20. */
  readonly primal: number;
  /** The cost of deferring the other rows. */
  readonly deferralCost: number;
  /**
   * Of the solutions with the lowest total level, none costs less than `bound` + `deferralCost`,
   * deferrals included. Rounded down.
   */
  readonly bound: number;
  /** `primal` − `bound` as a percentage of the gain, −`primal`; null if there is no gain. */
  readonly gapPercent: number | null;
  readonly certificate: DrainCertificate;
}

/**
 * Proves `bound`. For any point y (columns × dimensions), the squares ‖Σ amounts − y_j‖² ≥ 0 give a
 * lower bound that is linear in the rows. The duals prove the minimum of that linear function, as an
 * assignment to places: those of the first column in order, then those of the second, and so on.
 */
export interface DrainCertificate {
  readonly point: Float64Array;
  readonly duals: Duals;
}

/** Stops at this gap, as a share of the gain, or after `MAX_SOLVES` assignments. */
const TARGET_GAP = 0.001;
const MAX_SOLVES = 12;

/**
 * Solves a run in which a column receives several rows: minimizes the total level of the deferred
 * rows exactly, which places as many rows as possible, and then the cost approximately, with a
 * proved bound. Deterministic: uses no clock and only arithmetic that is the same everywhere.
 *
 * Assigns rows to places, improves by moves and swaps, and bounds by the relaxation (Frank and Wolfe,
 * 1956, in the fully corrective form). Each assignment of the bound also starts another descent.
 *
 * @throws RangeError if an array has the wrong length, a number is not finite, or `pairCost` is
 *   negative; see also `assign`
 */
export function drain(problem: DrainProblem): DrainSolution {
  validate(problem);
  const relaxation = createRelaxation(problem);
  let best = descend(problem, relaxation.firstAssignment());
  relaxation.add(best.columnOf);
  let proof = relaxation.solve();
  let found = proof;
  for (let solves = 1; ; solves++) {
    const improved = descend(problem, found.columnOf);
    if (improved.total < best.total) best = improved;
    if (solves === MAX_SOLVES || isProved(best, proof)) break;
    relaxation.add(found.columnOf);
    relaxation.add(improved.columnOf);
    found = relaxation.solve();
    if (found.total > proof.total) proof = found;
  }
  const { placedBound, duals } = proof.assignment;
  const primal = best.total - best.deferralCost;
  const bound = proof.total - best.deferralCost;
  return {
    columnOf: best.columnOf,
    placed: best.columnOf.reduce((placed, j) => placed + Number(j >= 0), 0),
    placedBound,
    primal,
    deferralCost: best.deferralCost,
    bound,
    gapPercent: primal < 0 ? (100 * (primal - bound)) / -primal : null,
    certificate: { point: proof.point, duals },
  };
}

function isProved({ total, deferralCost }: Descent, proof: LinearBound): boolean {
  const gain = deferralCost - total;
  return total - proof.total <= TARGET_GAP * Math.max(0, gain);
}
