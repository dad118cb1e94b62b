import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';

/** An account that a CSM received. */
export interface CoolingReceipt {
  readonly at: Date;
  readonly accountId: string | null;
  readonly way: ReceiptOrigin;
  /** Whether it came within the cooling period. */
  readonly hasty: boolean;
}

/** A stretch in which a CSM cooled after a receipt, until the next one where that came sooner. */
export interface CoolingSpan extends CoolingReceipt {
  readonly accountName: string | null;
  readonly until: Date;
  /** Whether the next account came before it was over. */
  readonly cut: boolean;
}

/** A CSM's days on the timeline. */
export interface CoolingLane {
  readonly csm: string;
  readonly violations: number;
  readonly receipts: number;
  /** Oldest first. */
  readonly spans: readonly CoolingSpan[];
}

/** How the timeline is made of receipts. */
export interface LaneOptions {
  /** When it begins. */
  readonly from: Date;
  /** The cooling period in milliseconds. */
  readonly coolingMs: number;
  /** What an account is called. */
  readonly nameOf: (accountId: string | null) => string | null;
}

/**
 * What each CSM received as stretches of cooling, those with the most violations first, then those
 * with the most receipts; what ended before `from` is left out.
 */
export function coolingLanes(
  receipts: readonly (CoolingReceipt & { readonly csm: string })[],
  options: LaneOptions,
): readonly CoolingLane[] {
  const { from } = options;
  const byCsm = new Map<string, CoolingReceipt[]>();
  for (const receipt of receipts) {
    const own = byCsm.get(receipt.csm);
    if (own) own.push(receipt);
    else byCsm.set(receipt.csm, [receipt]);
  }
  return [...byCsm]
    .map(([csm, own]) => {
      const inWeek = own.filter(({ at }) => at >= from);
      return {
        csm,
        violations: inWeek.filter(({ hasty }) => hasty).length,
        receipts: inWeek.length,
        spans: coolingSpans(own, options).filter(({ at, until }) => at >= from || until > from),
      };
    })
    .filter(({ spans }) => spans.length > 0)
    .sort(
      (a, b) =>
        b.violations - a.violations || b.receipts - a.receipts || a.csm.localeCompare(b.csm),
    );
}

function coolingSpans(
  receipts: readonly CoolingReceipt[],
  { coolingMs, nameOf }: LaneOptions,
): CoolingSpan[] {
  const inOrder = receipts.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || Number(a.hasty) - Number(b.hasty),
  );
  return inOrder.map(({ at, accountId, way, hasty }, place) => {
    const over = at.getTime() + coolingMs;
    const next = inOrder[place + 1]?.at.getTime() ?? over;
    const until = new Date(Math.min(over, next));
    const accountName = nameOf(accountId);
    return { at, accountId, accountName, way, hasty, until, cut: next < over };
  });
}

/** What was received in a week in one way. */
export interface ComplianceRow {
  readonly week: string;
  readonly way: ReceiptOrigin;
  /** Whether the decision set the cooling period aside. */
  readonly aside: boolean;
  readonly receipts: number;
  readonly violations: number;
}

/** How much was received, and how much of that within the cooling period. */
export interface ComplianceCount {
  readonly receipts: number;
  readonly violations: number;
}

/** Whether the cooling period was kept, over a period. */
export interface CoolingCompliance extends ComplianceCount {
  /** Every week of the period, by its Monday. */
  readonly weeks: readonly (ComplianceCount & { readonly week: string })[];
  /** What led to the violations, the most first. */
  readonly causes: readonly {
    readonly way: ReceiptOrigin;
    readonly aside: boolean;
    readonly violations: number;
  }[];
}

/** Adds up what was received, by week and by cause. */
export function coolingCompliance(
  counts: readonly ComplianceRow[],
  weeks: readonly string[],
): CoolingCompliance {
  const causes = new Map<string, { way: ReceiptOrigin; aside: boolean; violations: number }>();
  for (const { way, aside, violations } of counts) {
    if (violations === 0) continue;
    const key = `${way} ${aside}`;
    const before = causes.get(key)?.violations ?? 0;
    causes.set(key, { way, aside, violations: before + violations });
  }
  return {
    ...sumCompliance(counts),
    weeks: weeks.map((week) => ({
      week,
      ...sumCompliance(counts.filter((each) => each.week === week)),
    })),
    causes: [...causes.values()].sort((a, b) => b.violations - a.violations),
  };
}

function sumCompliance(counts: readonly ComplianceRow[]): ComplianceCount {
  return counts.reduce(
    (all, { receipts, violations }) => ({
      receipts: all.receipts + receipts,
      violations: all.violations + violations,
    }),
    { receipts: 0, violations: 0 },
  );
}
