/** Figures of fewer cases say so, and shares of fewer are not shown as percentages. */
export const MIN_CASES = 20;

/** `count` out of `of` cases. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
}

/** The number of standard errors for 95% confidence. */
const Z_95 = 1.96;

/**
 * Returns the 95% confidence interval of a share (0–1): Wilson's score interval (1927), which is also
 * accurate near 0 and 1. Null without cases.
 */
export function wilsonInterval({ count, of }: Proportion): readonly [number, number] | null {
  if (of === 0) return null;
  const share = count / of;
  const center = share + Z_95 ** 2 / (2 * of);
  const margin = Z_95 * Math.sqrt((share * (1 - share)) / of + Z_95 ** 2 / (4 * of ** 2));
  const scale = 1 + Z_95 ** 2 / of;
  return [Math.max(0, (center - margin) / scale), Math.min(1, (center + margin) / scale)];
}

/** Cases of two raters with two answers each: rows are the first rater's, columns the second's. */
export type TwoByTwo = readonly [readonly [number, number], readonly [number, number]];

/** Agreement beyond chance. */
interface Kappa {
  /** Share of cases (0–1) on which the raters agree. */
  readonly observed: number;
  /** Share on which they would agree by chance, given how often each gives each answer. */
  readonly expected: number;
  /** 1: perfect agreement; 0: as often as by chance. */
  readonly kappa: number;
  /** The 95% confidence interval of kappa. */
  readonly interval: readonly [number, number];
}

/**
 * Returns Cohen's kappa (1960) with its 95% interval by the large-sample standard error of Fleiss,
 * Cohen, and Everitt (1969), as in Fleiss, Levin, and Paik, Statistical Methods for Rates and
 * Proportions (2003), eq. 18.15. Null if a rater always gives the same answer: then there is nothing
 * to compare.
 */
export function cohenKappa(counts: TwoByTwo): Kappa | null {
  const n = totalOf(counts);
  const share = (row: 0 | 1, column: 0 | 1) => counts[row][column] / n;
  const rows = [share(0, 0) + share(0, 1), share(1, 0) + share(1, 1)] as const;
  const columns = [share(0, 0) + share(1, 0), share(0, 1) + share(1, 1)] as const;
  if (n === 0 || [...rows, ...columns].some((total) => total === 0)) return null;
  const observed = share(0, 0) + share(1, 1);
  const expected = rows[0] * columns[0] + rows[1] * columns[1];
  const kappa = (observed - expected) / (1 - expected);
  const agreeingOn = (i: 0 | 1) => share(i, i) * (1 - (rows[i] + columns[i]) * (1 - kappa)) ** 2;
  const disagreeing =
    (1 - kappa) ** 2 *
    (share(0, 1) * (columns[0] + rows[1]) ** 2 + share(1, 0) * (columns[1] + rows[0]) ** 2);
  const variance =
    agreeingOn(0) + agreeingOn(1) + disagreeing - (kappa - expected * (1 - kappa)) ** 2;
  // Rounding can make a variance of zero slightly negative.
  const margin = (Z_95 * Math.sqrt(Math.max(0, variance))) / ((1 - expected) * Math.sqrt(n));
  return { observed, expected, kappa, interval: [kappa - margin, Math.min(1, kappa + margin)] };
}

/** Whether two raters agree more often than by chance. */
export type ChanceComparison =
  | { readonly result: 'too_few' | 'one_answer' }
  | (Kappa & { readonly result: 'better' | 'no_better' | 'worse' });

/**
 * Compares agreement with chance: better or worse if kappa's 95% interval excludes 0. Fewer than
 * `MIN_CASES` cases are too few to say.
 */
export function compareWithChance(counts: TwoByTwo): ChanceComparison {
  if (totalOf(counts) < MIN_CASES) return { result: 'too_few' };
  const agreement = cohenKappa(counts);
  if (agreement === null) return { result: 'one_answer' };
  const [from, to] = agreement.interval;
  return { ...agreement, result: from > 0 ? 'better' : to < 0 ? 'worse' : 'no_better' };
}

function totalOf(counts: TwoByTwo): number {
  return counts.flat().reduce((sum, count) => sum + count, 0);
}
