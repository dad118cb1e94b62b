import type {
  AcceptanceFigure,
  RecommendationOutcome,
} from '@/lib/warehouse/sql/analytics/acceptance';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

/** What became of some recommendations. */
export type OutcomeCounts = Readonly<Record<RecommendationOutcome | 'total', number>>;

/** The same with how much of it was accepted, 0–1; null where there is nothing to be a share of. */
export interface OutcomeRates extends OutcomeCounts {
  /** Of all recommendations, as the data team counts it. */
  readonly rate: number | null;
  /** Of those that were accepted, overridden or rejected. */
  readonly rateDecided: number | null;
}

/** Recommendations that are alike but for their CSM. */
export type OutcomeGroup = OutcomeCounts & Extract<AcceptanceFigure, { question: 'alike' }>;

/** Reads how many recommendations are alike. */
export function outcomeGroups(rows: readonly AcceptanceFigure[]): readonly OutcomeGroup[] {
  return rowsFor(rows, 'alike').map((row) => {
    const counts = zeroCounts();
    counts.total = row.count;
    counts[row.outcome] = row.count;
    return Object.assign(counts, row);
  });
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

/** One by one, since there are thousands of groups. */
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

/** The recommendations of several groups together, with their rates. */
export function totalOutcomes(groups: readonly OutcomeCounts[]): OutcomeRates {
  const sums = zeroCounts();
  for (const group of groups) addCounts(sums, group);
  return withRates(sums);
}

/** How many of them somebody decided. */
export function decidedCount({ accepted, overridden, rejected }: OutcomeCounts): number {
  return accepted + overridden + rejected;
}

/** Puts together the rows of the same group, in the order in which the groups are first met. */
export function groupOutcomes<Row extends OutcomeCounts, Named>(
  rows: readonly Row[],
  nameOf: (row: Row) => Named,
): (Named & OutcomeRates)[] {
  const groups = new Map<string, { readonly name: Named; readonly sums: Sums }>();
  for (const row of rows) {
    const name = nameOf(row);
    const key = JSON.stringify(name);
    let group = groups.get(key);
    if (!group) {
      group = { name, sums: zeroCounts() };
      groups.set(key, group);
    }
    addCounts(group.sums, row);
  }
  return [...groups.values()].map(({ name, sums }) => ({ ...name, ...withRates(sums) }));
}

/** The recommendations of a scope by what they have in common; unknown is null and comes last. */
export interface AcceptanceGroups {
  /** Each as the data team's "Assignment Success Rate" has it, busiest first. */
  readonly byMethod: readonly (OutcomeRates & {
    readonly method: string | null;
    /** The accepted of all in per cent, rounded to two decimals. */
    readonly percentAccepted: number;
  })[];
  /** By the local week they were made in; a week without any has no rate. */
  readonly byWeek: readonly (OutcomeRates & { readonly week: string })[];
  /** By the CSM recommended, busiest first. */
  readonly byCsm: readonly (OutcomeRates & { readonly csm: string | null })[];
  readonly byClass: readonly (OutcomeRates & {
    readonly segment: string | null;
    readonly level: string | null;
  })[];
  /** `band` times 20 to 20 more; unknown stands for scores outside 0–100 too. */
  readonly byBand: readonly (OutcomeRates & { readonly band: number | null })[];
  /** By the newest verdict there was when it was decided; null: none, or kept back still. */
  readonly byVerdict: readonly (OutcomeRates & { readonly verdict: Verdict | null })[];
}

/**
 * @param alike the recommendations of `rows`
 * @param weeks the Mondays to answer of, empty weeks included
 */
export function acceptanceGroups(
  rows: readonly AcceptanceFigure[],
  alike: readonly OutcomeGroup[],
  weeks: readonly string[],
): AcceptanceGroups {
  const byWeek = new Map(
    groupOutcomes(alike, ({ week }) => ({ week })).map((row) => [row.week, row]),
  );
  const byBand = new Map(
    groupOutcomes(alike, ({ band }) => ({ band })).map((row) => [row.band, row]),
  );
  const byVerdict = groupOutcomes(alike, ({ verdict }) => ({ verdict }));
  const percents = new Map(rowsFor(rows, 'methods').map((row) => [row.method, row]));
  const none = totalOutcomes([]);
  const known = [0, 1, 2, 3, 4].map((band) => ({ ...(byBand.get(band) ?? none), band }));
  const unknown = byBand.get(null);
  return {
    byMethod: groupOutcomes(alike, ({ method }) => ({ method }))
      .map((row) => ({ ...row, percentAccepted: percents.get(row.method)?.percentAccepted ?? 0 }))
      .sort((a, b) => compareTotals(a, b) || compareNames(a.method, b.method)),
    // A row that is dated ahead is of a later week.
    byWeek: [...new Set([...weeks, ...byWeek.keys()])]
      .sort()
      .map((week) => ({ ...(byWeek.get(week) ?? none), week })),
    byCsm: groupOutcomes(rowsFor(rows, 'byCsm'), ({ csm }) => ({ csm })).sort(
      (a, b) => nullsLast(a.csm, b.csm) || compareTotals(a, b) || compareNames(a.csm, b.csm),
    ),
    byClass: groupByClass(alike),
    byBand: unknown ? [...known, unknown] : known,
    byVerdict: [...verdicts, null].map((verdict) => ({
      ...(byVerdict.find((row) => row.verdict === verdict) ?? none),
      verdict,
    })),
  };
}

/** A class is the same whatever its case and outer blanks, and is called as it mostly is. */
function groupByClass(alike: readonly OutcomeGroup[]): AcceptanceGroups['byClass'] {
  const spelled = groupOutcomes(alike, ({ segment, level }) => ({ segment, level })).sort(
    (a, b) =>
      b.total - a.total || compareNames(a.segment, b.segment) || compareNames(a.level, b.level),
  );
  const names = new Map<string, string>();
  const nameOf = (text: string | null) => {
    if (text === null) return null;
    const word = text.trim().toLowerCase();
    const name = names.get(word) ?? text.trim();
    names.set(word, name);
    return name;
  };
  return groupOutcomes(spelled, ({ segment, level }) => ({
    segment: nameOf(segment),
    level: nameOf(level),
  })).sort((a, b) => compareNames(a.segment, b.segment) || compareNames(a.level, b.level));
}

function compareTotals(a: OutcomeRates, b: OutcomeRates): number {
  return b.total - a.total;
}

function nullsLast(a: string | null, b: string | null): number {
  return Number(a === null) - Number(b === null);
}

function compareNames(a: string | null, b: string | null): number {
  return nullsLast(a, b) || (a ?? '').localeCompare(b ?? '', 'en');
}
