import type { RecommendationOutcome } from '@/lib/warehouse/sql/acceptance-judged';

/** What became of some recommendations. */
export type Counts = Readonly<Record<RecommendationOutcome | 'total', number>>;

/** The same with how much of it was accepted, 0–1; null where there is nothing to be a share of. */
export interface Outcomes extends Counts {
  /** Of all recommendations, as the data team counts it. */
  readonly rate: number | null;
  /** Of those that were accepted, overridden or rejected. */
  readonly rateDecided: number | null;
}

const keys = [
  'total',
  'accepted',
  'overridden',
  'rejected',
  'pending',
  'superseded',
  'incomplete',
] as const satisfies readonly (keyof Counts)[];

/** The recommendations of several groups together, with their rates. */
export function outcomesOf(...groups: readonly Counts[]): Outcomes {
  const counts = Object.fromEntries(
    keys.map((key) => [key, groups.reduce((sum, group) => sum + group[key], 0)]),
  ) as Record<keyof Counts, number>;
  const decided = decidedIn(counts);
  return {
    ...counts,
    rate: counts.total > 0 ? counts.accepted / counts.total : null,
    rateDecided: decided > 0 ? counts.accepted / decided : null,
  };
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
  const groups = new Map<string, { readonly name: Named; readonly rows: Row[] }>();
  for (const row of rows) {
    const name = nameOf(row);
    const key = JSON.stringify(name);
    const group = groups.get(key) ?? { name, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ name, rows: of }) => ({ ...name, ...outcomesOf(...of) }));
}
