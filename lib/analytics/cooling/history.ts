import { compareNames } from '@/lib/names';
import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';

/** An account that a CSM received. */
export interface CoolingReceipt {
  readonly at: Date;
  readonly accountId: string | null;
  readonly origin: ReceiptOrigin;
  /** Whether it came within the cooling period of the previous one. */
  readonly tooSoon: boolean;
}

/** A cooling period on the timeline: it ends early if the next receipt comes first. */
export interface CoolingSpan extends CoolingReceipt {
  readonly accountName: string | null;
  readonly until: Date;
  /** Whether the next receipt came before it ended. */
  readonly cutShort: boolean;
}

/** A CSM's row on the timeline. */
export interface CoolingLane {
  readonly csm: string;
  readonly manager: string | null;
  readonly violations: number;
  readonly receipts: number;
  /** Oldest first. */
  readonly spans: readonly CoolingSpan[];
}

export interface LaneOptions {
  /** The start of the timeline. */
  readonly from: Date;
  /** The cooling period in milliseconds. */
  readonly coolingMs: number;
  /** Looks up an account's name. */
  readonly nameOf: (accountId: string | null) => string | null;
  /** Looks up to whom a CSM reports now. */
  readonly managerOf: (csm: string) => string | null;
}

/**
 * Turns each CSM's receipts into cooling periods, sorted by most violations, then most receipts, then
 * name. Periods that ended before `from` are omitted.
 */
export function coolingLanes(
  receipts: readonly (CoolingReceipt & { readonly csm: string })[],
  options: LaneOptions,
): readonly CoolingLane[] {
  const { from, managerOf } = options;
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
        manager: managerOf(csm),
        violations: inWeek.filter(({ tooSoon }) => tooSoon).length,
        receipts: inWeek.length,
        spans: coolingSpans(own, options).filter(({ at, until }) => at >= from || until > from),
      };
    })
    .filter(({ spans }) => spans.length > 0)
    .sort(
      (a, b) =>
        b.violations - a.violations || b.receipts - a.receipts || compareNames(a.csm, b.csm),
    );
}

function coolingSpans(
  receipts: readonly CoolingReceipt[],
  { coolingMs, nameOf }: LaneOptions,
): CoolingSpan[] {
  const inOrder = receipts.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || Number(a.tooSoon) - Number(b.tooSoon),
  );
  return inOrder.map(({ at, accountId, origin, tooSoon }, index) => {
    const end = at.getTime() + coolingMs;
    const next = inOrder[index + 1]?.at.getTime() ?? end;
    const until = new Date(Math.min(end, next));
    const accountName = nameOf(accountId);
    return { at, accountId, accountName, origin, tooSoon, until, cutShort: next < end };
  });
}

/** Receipts of one week and origin. */
export interface ComplianceRow {
  readonly week: string;
  readonly origin: ReceiptOrigin;
  /** Whether the decision acknowledged that the CSM was cooling. */
  readonly acknowledged: boolean;
  readonly receipts: number;
  readonly violations: number;
}

export interface ComplianceCount {
  readonly receipts: number;
  /** Receipts within the cooling period of the previous one. */
  readonly violations: number;
}

/** How well the cooling period was followed. */
export interface CoolingCompliance extends ComplianceCount {
  /** Every week of the period; `week` is its Monday, `YYYY-MM-DD`. */
  readonly weeks: readonly (ComplianceCount & { readonly week: string })[];
  /** Violations by cause, most first. */
  readonly causes: readonly {
    readonly origin: ReceiptOrigin;
    readonly acknowledged: boolean;
    readonly violations: number;
  }[];
}

/** Sums receipts and violations by week and by cause. */
export function coolingCompliance(
  counts: readonly ComplianceRow[],
  weeks: readonly string[],
): CoolingCompliance {
  const causes = new Map<
    string,
    { origin: ReceiptOrigin; acknowledged: boolean; violations: number }
  >();
  for (const { origin, acknowledged, violations } of counts) {
    if (violations === 0) continue;
    const key = `${origin} ${acknowledged}`;
    const before = causes.get(key)?.violations ?? 0;
    causes.set(key, { origin, acknowledged, violations: before + violations });
  }
  return {
    ...sumCompliance(counts),
    weeks: weeks.map((week) => ({
      week,
      ...sumCompliance(counts.filter((each) => each.week === week)),
    })),
    causes: [...causes.values()].sort(
      (a, b) =>
        b.violations - a.violations ||
        compareNames(a.origin, b.origin) ||
        Number(a.acknowledged) - Number(b.acknowledged),
    ),
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
