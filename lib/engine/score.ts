import { exp } from './exponential';

/** Scores are rounded to six decimals. */
const SCORE_STEPS = 1_000_000;

/**
 * The optimization score, 0–100: 100 · exp(−(cost − lowest) / scale). `lowest` is the lowest cost
 * over the active CSMs who take accounts of this class, eligible or not, so 100 means that none of
 * them would have been better.
 */
export function optimizationScore(cost: number, lowest: number, scale: number): number {
  if (cost <= lowest) return 100;
  return scale > 0 ? round(100 * exp((lowest - cost) / scale)) : 0;
}

function round(score: number): number {
  return Math.round(score * SCORE_STEPS) / SCORE_STEPS;
}
