import { exp } from './exponential';

/** Scores are rounded to six decimals. */
const SCORE_STEPS = 1_000_000;

/**
 * The optimization score, 0–100: 100 · exp(−(cost − lowest) / scale). `lowest` is the lowest cost
 * among the CSMs within reach, so 100 means that waiting would not yield a better CSM.
 */
export function optimizationScore(cost: number, lowest: number, scale: number): number {
  if (cost <= lowest) return 100;
  return scale > 0 ? round(100 * exp((lowest - cost) / scale)) : 0;
}

function round(score: number): number {
  return Math.round(score * SCORE_STEPS) / SCORE_STEPS;
}
