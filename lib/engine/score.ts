/**
 * The optimization score, 0–100: 100 · exp(−(cost − lowest) / scale). `lowest` is the lowest cost
 * over the active CSMs who take accounts of this class, eligible or not, so 100 means that none of
 * them would have been better.
 */
export function optimizationScore(cost: number, lowest: number, scale: number): number {
  if (cost <= lowest) return 100;
  return scale > 0 ? 100 * Math.exp((lowest - cost) / scale) : 0;
}
