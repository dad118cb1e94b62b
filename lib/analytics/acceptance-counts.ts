import type { AcceptanceFigure } from '@/lib/warehouse/sql/acceptance';
import type { RecommendationOutcome } from '@/lib/warehouse/sql/acceptance-judged';
import { answersOf } from '@/lib/warehouse/sql/answers';

/** What became of some recommendations. */
export type Counts = Readonly<Record<RecommendationOutcome | 'total', number>>;

/** The same with how much of it was accepted, 0–1; null where there is nothing to be a share of. */
export interface Outcomes extends Counts {
  /** Of all recommendations, as the data team counts it. */
  readonly rate: number | null;
  /** Of those that were accepted, overridden or rejected. */
  readonly rateDecided: number | null;
}

/** Recommendations that are alike but for their CSM. */
export type Alike = Counts & Extract<AcceptanceFigure, { question: 'alike' }>;

/** Reads how many recommendations are alike. */
export function alikeIn(rows: readonly AcceptanceFigure[]): readonly Alike[] {
  return answersOf(rows, 'alike').map((row) => {
    const counts = nothing();
    counts.total = row.count;
    counts[row.outcome] = row.count;
    return Object.assign(counts, row);
  });
}

type Sums = { -readonly [Key in keyof Counts]: number };

const nothing = (): Sums => ({
  total: 0,
  accepted: 0,
  overridden: 0,
  rejected: 0,
  pending: 0,
  superseded: 0,
  incomplete: 0,
});

/** One by one, since there are thousands of groups. */
function add(sums: Sums, group: Counts): void {
  sums.total += group.total;
  sums.accepted += group.accepted;
  sums.overridden += group.overridden;
  sums.rejected += group.rejected;
  sums.pending += group.pending;
  sums.superseded += group.superseded;
  sums.incomplete += group.incomplete;
}

function withRates(counts: Counts): Outcomes {
  const { total, accepted } = counts;
  const decided = decidedIn(counts);
  return {
    total,
    accepted,
    overridden: counts.overridden,
    rejected: counts.rejected,
    pending: counts.pending,
    superseded: counts.superseded,
    incomplete: counts.incomplete,
    rate: total > 0 ? accepted / total : null,
    rateDecided: decided > 0 ? accepted / decided : null,
  };
}

/** The recommendations of several groups together, with their rates. */
export function outcomesOf(groups: readonly Counts[]): Outcomes {
  const sums = nothing();
  for (const group of groups) add(sums, group);
  return withRates(sums);
}

/** How many of them somebody decided. */
export function decidedIn({ accepted, overridden, rejected }: Counts): number {
  return accepted + overridden + rejected;
}

/** Puts together the rows of the same group, in the order in which the groups are first met. */
export function grouped<Row extends Counts, Named>(
  rows: readonly Row[],
  nameOf: (row: Row) => Named,
): (Named & Outcomes)[] {
  const groups = new Map<string, { readonly name: Named; readonly sums: Sums }>();
  for (const row of rows) {
    const name = nameOf(row);
    const key = JSON.stringify(name);
    let group = groups.get(key);
    if (!group) {
      group = { name, sums: nothing() };
      groups.set(key, group);
    }
    add(group.sums, row);
  }
  return [...groups.values()].map(({ name, sums }) => ({ ...name, ...withRates(sums) }));
}
