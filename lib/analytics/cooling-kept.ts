import type { Way } from '@/lib/warehouse/sql/cooling-receipts';

/** What was received in a week in one way. */
export interface CoolingCount {
  readonly week: string;
  readonly way: Way;
  /** Whether the decision set the cooling period aside. */
  readonly aside: boolean;
  readonly receipts: number;
  readonly violations: number;
}

/** How much was received, and how much of that within the cooling period. */
export interface KeptShare {
  readonly receipts: number;
  readonly violations: number;
}

/** Whether the cooling period was kept, over a period. */
export interface CoolingKept extends KeptShare {
  /** Every week of the period, by its Monday. */
  readonly weeks: readonly (KeptShare & { readonly week: string })[];
  /** What led to the violations, the most first. */
  readonly causes: readonly {
    readonly way: Way;
    readonly aside: boolean;
    readonly violations: number;
  }[];
}

/** Adds up what was received, by week and by cause. */
export function coolingKept(
  counts: readonly CoolingCount[],
  weeks: readonly string[],
): CoolingKept {
  const causes = new Map<string, { way: Way; aside: boolean; violations: number }>();
  for (const { way, aside, violations } of counts) {
    if (violations === 0) continue;
    const key = `${way} ${aside}`;
    const before = causes.get(key)?.violations ?? 0;
    causes.set(key, { way, aside, violations: before + violations });
  }
  return {
    ...sum(counts),
    weeks: weeks.map((week) => ({ week, ...sum(counts.filter((each) => each.week === week)) })),
    causes: [...causes.values()].sort((a, b) => b.violations - a.violations),
  };
}

function sum(counts: readonly CoolingCount[]): KeptShare {
  return counts.reduce(
    (all, { receipts, violations }) => ({
      receipts: all.receipts + receipts,
      violations: all.violations + violations,
    }),
    { receipts: 0, violations: 0 },
  );
}
