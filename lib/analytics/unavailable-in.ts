import { unavailableSchema } from '@/lib/runs/standing';

/** About two months of many runs a day; a year's would not be worth their memory. */
const most = 2_000;
const known = new Map<string, readonly string[]>();

/**
 * Everybody who could receive nothing by what a run kept. What was read before is remembered, for
 * a run's record never changes and a ledger reads the same ones again and again.
 */
export function unavailableIn(kept: string): readonly string[] {
  const before = known.get(kept);
  if (before) return before;
  const names = Object.values(unavailableSchema.parse(JSON.parse(kept))).flat();
  if (known.size >= most) known.clear();
  known.set(kept, names);
  return names;
}
