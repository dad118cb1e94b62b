/**
 * The optimization score, 0–100: 100 · exp(−(cost − least) / scale), where `least` is the least
 * cost over the active CSMs who take accounts of this class, eligible or not. 100 says that none of
 * them would have been better.
 */
export function scoreOf(cost: number, least: number, scale: number): number {
  if (cost <= least) return 100;
  return scale > 0 ? 100 * Math.exp((least - cost) / scale) : 0;
}
