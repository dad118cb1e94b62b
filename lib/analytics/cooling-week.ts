import type { Way } from '@/lib/warehouse/sql/cooling-receipts';

/** An account that a CSM received. */
export interface Receipt {
  readonly at: Date;
  readonly accountId: string | null;
  readonly way: Way;
  /** Whether it came within the cooling period. */
  readonly hasty: boolean;
}

/** A stretch in which a CSM cooled after a receipt, until the next one where that came sooner. */
export interface CoolingSpan extends Receipt {
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
  receipts: readonly (Receipt & { readonly csm: string })[],
  options: LaneOptions,
): readonly CoolingLane[] {
  const { from } = options;
  const byCsm = new Map<string, Receipt[]>();
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
        spans: spansOf(own, options).filter(({ at, until }) => at >= from || until > from),
      };
    })
    .filter(({ spans }) => spans.length > 0)
    .sort(
      (a, b) =>
        b.violations - a.violations || b.receipts - a.receipts || a.csm.localeCompare(b.csm),
    );
}

function spansOf(receipts: readonly Receipt[], { coolingMs, nameOf }: LaneOptions): CoolingSpan[] {
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
