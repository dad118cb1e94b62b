import { compareNames, nameKey } from '@/lib/names';
import type {
  AcceptanceFigure,
  RecommendationOutcome,
} from '@/lib/warehouse/sql/analytics/acceptance';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { EARLIER_REASSIGNMENT } from '@/lib/warehouse/sql/shared/earlier-program';

/** Number of recommendations per outcome. */
export type OutcomeCounts = Readonly<Record<RecommendationOutcome | 'total', number>>;

/** Counts with acceptance rates (0–1), which are null without recommendations to divide by. */
export interface OutcomeRates extends OutcomeCounts {
  /** Accepted among all recommendations: the data team's success rate. */
  readonly rate: number | null;
  /** Accepted among decided recommendations. */
  readonly rateDecided: number | null;
}

/** Recommendations that agree in everything the charts group by, except the CSM. */
export type OutcomeGroup = OutcomeCounts & Extract<AcceptanceFigure, { question: 'groups' }>;

export function outcomeGroups(rows: readonly AcceptanceFigure[]): readonly OutcomeGroup[] {
  return rowsFor(rows, 'groups').map(withCounts);
}

/** Adds the counts of a row's outcome to the row. */
function withCounts<
  Row extends { readonly outcome: RecommendationOutcome; readonly count: number },
>(row: Row): OutcomeCounts & Row {
  const counts = zeroCounts();
  counts.total = row.count;
  counts[row.outcome] = row.count;
  return Object.assign(counts, row);
}

type Sums = { -readonly [Key in keyof OutcomeCounts]: number };

const zeroCounts = (): Sums => ({
  total: 0,
  accepted: 0,
  overridden: 0,
  rejected: 0,
  pending: 0,
  superseded: 0,
  incomplete: 0,
});

/** Field by field for speed: there are thousands of groups. */
function addCounts(sums: Sums, group: OutcomeCounts): void {
  sums.total += group.total;
  sums.accepted += group.accepted;
  sums.overridden += group.overridden;
  sums.rejected += group.rejected;
  sums.pending += group.pending;
  sums.superseded += group.superseded;
  sums.incomplete += group.incomplete;
}

function withRates(counts: OutcomeCounts): OutcomeRates {
  const { total, accepted } = counts;
  const decided = decidedCount(counts);
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

/** The total of several groups, with rates. */
export function totalOutcomes(groups: readonly OutcomeCounts[]): OutcomeRates {
  const sums = zeroCounts();
  for (const group of groups) addCounts(sums, group);
  return withRates(sums);
}

/** Number of decided recommendations. */
export function decidedCount({ accepted, overridden, rejected }: OutcomeCounts): number {
  return accepted + overridden + rejected;
}

/** Sums rows with the same key, in order of first appearance. */
export function groupOutcomes<Row extends OutcomeCounts, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Key & OutcomeRates)[] {
  const groups = new Map<string, { readonly key: Key; readonly sums: Sums }>();
  for (const row of rows) {
    const key = keyOf(row);
    const id = JSON.stringify(key);
    let group = groups.get(id);
    if (!group) {
      group = { key, sums: zeroCounts() };
      groups.set(id, group);
    }
    addCounts(group.sums, row);
  }
  return [...groups.values()].map(({ key, sums }) => ({ ...key, ...withRates(sums) }));
}

/** The outcomes of a scope, grouped. Null means unknown and comes last. */
export interface AcceptanceGroups {
  /**
   * As in the data team's "Assignment Success Rate", busiest first. Only this includes the earlier
   * program's reassignments.
   */
  readonly byMethod: readonly (OutcomeRates & {
    readonly method: string | null;
    /** Accepted among all, in percent with two decimals. */
    readonly percentAccepted: number;
  })[];
  /** By local week of the recommendation, including weeks without any. */
  readonly byWeek: readonly (OutcomeRates & { readonly week: string })[];
  /** By recommended CSM, busiest first. */
  readonly byCsm: readonly (OutcomeRates & { readonly csm: string | null })[];
  readonly byClass: readonly (OutcomeRates & {
    readonly segment: string | null;
    readonly level: string | null;
  })[];
  /** Band 0 is 0–20, …, band 4 is 80–100. Scores outside 0–100 count as unknown. */
  readonly byBand: readonly (OutcomeRates & { readonly band: number | null })[];
}

/** Whether the earlier program reassigned the account itself, without a manager's decision. */
export function isReassignment({ method }: Pick<OutcomeGroup, 'method'>): boolean {
  return method === EARLIER_REASSIGNMENT;
}

/** @param weeks the Mondays to include even without recommendations */
export function acceptanceGroups(
  rows: readonly AcceptanceFigure[],
  allGroups: readonly OutcomeGroup[],
  weeks: readonly string[],
): AcceptanceGroups {
  const groups = allGroups.filter((group) => !isReassignment(group));
  const byWeek = new Map(
    groupOutcomes(groups, ({ week }) => ({ week })).map((row) => [row.week, row]),
  );
  const byBand = new Map(
    groupOutcomes(groups, ({ band }) => ({ band })).map((row) => [row.band, row]),
  );
  const percents = new Map(allGroups.map((row) => [row.method, row.percentAccepted]));
  const empty = totalOutcomes([]);
  const knownBands = [0, 1, 2, 3, 4].map((band) => ({ ...(byBand.get(band) ?? empty), band }));
  const unknownBand = byBand.get(null);
  return {
    byMethod: groupOutcomes(allGroups, ({ method }) => ({ method }))
      .map((row) => ({ ...row, percentAccepted: percents.get(row.method) ?? 0 }))
      .sort((a, b) => compareTotals(a, b) || compareNullable(a.method, b.method)),
    // Rows dated in the future can add later weeks.
    byWeek: [...new Set([...weeks, ...byWeek.keys()])]
      .sort()
      .map((week) => ({ ...(byWeek.get(week) ?? empty), week })),
    byCsm: groupOutcomes(rowsFor(rows, 'byCsm').map(withCounts), ({ csm }) => ({ csm })).sort(
      (a, b) => nullsLast(a.csm, b.csm) || compareTotals(a, b) || compareNullable(a.csm, b.csm),
    ),
    byClass: groupByClass(groups),
    byBand: unknownBand ? [...knownBands, unknownBand] : knownBands,
  };
}

/** Ignores case and outer whitespace in class names, and shows the most frequent spelling. */
function groupByClass(groups: readonly OutcomeGroup[]): AcceptanceGroups['byClass'] {
  const bySpelling = groupOutcomes(groups, ({ segment, level }) => ({ segment, level })).sort(
    (a, b) =>
      b.total - a.total ||
      compareNullable(a.segment, b.segment) ||
      compareNullable(a.level, b.level),
  );
  const names = new Map<string, string>();
  const nameOf = (text: string | null) => {
    const normalized = nameKey(text);
    if (text === null || normalized === null) return null;
    const name = names.get(normalized) ?? text.trim();
    names.set(normalized, name);
    return name;
  };
  return groupOutcomes(bySpelling, ({ segment, level }) => ({
    segment: nameOf(segment),
    level: nameOf(level),
  })).sort((a, b) => compareNullable(a.segment, b.segment) || compareNullable(a.level, b.level));
}

function compareTotals(a: OutcomeRates, b: OutcomeRates): number {
  return b.total - a.total;
}

function nullsLast(a: string | null, b: string | null): number {
  return Number(a === null) - Number(b === null);
}

function compareNullable(a: string | null, b: string | null): number {
  return nullsLast(a, b) || compareNames(a ?? '', b ?? '');
}
