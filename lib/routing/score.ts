/**
 * The optimization score, 0–100: 100 · exp(−(cost − least) / scale), where `least` is the least
 * cost over all active CSMs, eligible or not. 100 says that no active CSM would have been better.
 */
export function scoreOf(cost: number, least: number, scale: number): number {
  if (cost <= least) return 100;
  return scale > 0 ? 100 * Math.exp((least - cost) / scale) : 0;
}
