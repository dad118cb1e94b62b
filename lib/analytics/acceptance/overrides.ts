import { compareCodeUnits, compareNames } from '@/lib/names';
import type { AcceptanceFigure } from '@/lib/warehouse/sql/analytics/acceptance';

/** One side of an override: a CSM, none, or the sum of all other CSMs. */
export type OverrideSide =
  | { readonly kind: 'csm'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'others' };

/** The override matrix. On each side, the busiest CSM comes first and `others` last. */
export interface Overrides {
  readonly from: readonly OverrideSide[];
  readonly to: readonly OverrideSide[];
  /** Highest count first. */
  readonly cells: readonly {
    readonly from: OverrideSide;
    readonly to: OverrideSide;
    readonly count: number;
  }[];
}

type CsmOutcome = Omit<Extract<AcceptanceFigure, { question: 'byCsm' }>, 'question'>;

/** CSMs listed by name on each side of the matrix. The others are summed. */
const NAMED_CSMS = 15;

/** Counts overrides by recommended and receiving CSM. */
export function overrideMatrix(rows: readonly CsmOutcome[]): Overrides {
  const overridden = rows.filter(({ outcome }) => outcome === 'overridden');
  const namedFrom = busiest(overridden, ({ csm }) => csm);
  const namedTo = busiest(overridden, ({ givenCsm }) => givenCsm);
  const counts = new Map<string, { from: OverrideSide; to: OverrideSide; count: number }>();
  for (const { csm, givenCsm, count } of overridden) {
    const from = overrideSide(csm, !namedFrom.has(csm));
    const to = overrideSide(givenCsm, !namedTo.has(givenCsm));
    const key = JSON.stringify([from, to]);
    const cell = counts.get(key) ?? { from, to, count: 0 };
    cell.count += count;
    counts.set(key, cell);
  }
  const cells = [...counts.values()].sort(
    (a, b) => b.count - a.count || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  );
  return {
    from: rankSides(cells.map(({ from, count }) => ({ side: from, count }))),
    to: rankSides(cells.map(({ to, count }) => ({ side: to, count }))),
    cells,
  };
}

/** The CSMs with the most overrides, at most `NAMED_CSMS`. */
function busiest(
  rows: readonly CsmOutcome[],
  csmOf: (row: CsmOutcome) => string | null,
): ReadonlySet<string | null> {
  const totals = new Map<string | null, number>();
  for (const row of rows) totals.set(csmOf(row), (totals.get(csmOf(row)) ?? 0) + row.count);
  const ranked = [...totals].sort(
    ([a, aTotal], [b, bTotal]) =>
      bTotal - aTotal ||
      Number(a === null) - Number(b === null) ||
      compareCodeUnits(a ?? '', b ?? ''),
  );
  return new Set(ranked.slice(0, NAMED_CSMS).map(([name]) => name));
}

function overrideSide(name: string | null, others: boolean): OverrideSide {
  if (others) return { kind: 'others' };
  return name === null ? { kind: 'none' } : { kind: 'csm', name };
}

function rankSides(
  cells: readonly { readonly side: OverrideSide; readonly count: number }[],
): OverrideSide[] {
  const sums = new Map<string, { readonly side: OverrideSide; count: number }>();
  for (const { side, count } of cells) {
    const key = JSON.stringify(side);
    const sum = sums.get(key) ?? { side, count: 0 };
    sum.count += count;
    sums.set(key, sum);
  }
  const nameOf = (side: OverrideSide) => (side.kind === 'csm' ? side.name : '');
  return [...sums.values()]
    .sort(
      (a, b) =>
        Number(a.side.kind === 'others') - Number(b.side.kind === 'others') ||
        b.count - a.count ||
        compareNames(nameOf(a.side), nameOf(b.side)),
    )
    .map(({ side }) => side);
}
