import type { AcceptanceFigure } from '@/lib/warehouse/sql/acceptance';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { type Alike, grouped, type Outcomes, outcomesOf } from './acceptance-counts';

/** The recommendations of a scope by what they have in common; unknown is null and comes last. */
export interface AcceptanceGroups {
  /** Each as the data team's "Assignment Success Rate" has it, busiest first. */
  readonly byMethod: readonly (Outcomes & {
    readonly method: string | null;
    /** The accepted of all in per cent, rounded to two decimals. */
    readonly percentAccepted: number;
  })[];
  /** By the local week they were made in; a week without any has no rate. */
  readonly byWeek: readonly (Outcomes & { readonly week: string })[];
  /** By the CSM recommended, busiest first. */
  readonly byCsm: readonly (Outcomes & { readonly csm: string | null })[];
  readonly byClass: readonly (Outcomes & {
    readonly segment: string | null;
    readonly level: string | null;
  })[];
  /** `band` times 20 to 20 more; unknown stands for scores outside 0–100 too. */
  readonly byBand: readonly (Outcomes & { readonly band: number | null })[];
  /** By the newest verdict there was when it was decided; null: none, or kept back still. */
  readonly byVerdict: readonly (Outcomes & { readonly verdict: Verdict | null })[];
}

/**
 * @param alike the recommendations of `rows`
 * @param weeks the Mondays to answer of, empty weeks included
 */
export function acceptanceGroups(
  rows: readonly AcceptanceFigure[],
  alike: readonly Alike[],
  weeks: readonly string[],
): AcceptanceGroups {
  const byWeek = new Map(grouped(alike, ({ week }) => ({ week })).map((row) => [row.week, row]));
  const byBand = new Map(grouped(alike, ({ band }) => ({ band })).map((row) => [row.band, row]));
  const byVerdict = grouped(alike, ({ verdict }) => ({ verdict }));
  const percents = new Map(answersOf(rows, 'methods').map((row) => [row.method, row]));
  const none = outcomesOf([]);
  const known = [0, 1, 2, 3, 4].map((band) => ({ ...(byBand.get(band) ?? none), band }));
  const unknown = byBand.get(null);
  return {
    byMethod: grouped(alike, ({ method }) => ({ method }))
      .map((row) => ({ ...row, percentAccepted: percents.get(row.method)?.percentAccepted ?? 0 }))
      .sort((a, b) => busiest(a, b) || named(a.method, b.method)),
    // A row that is dated ahead is of a later week.
    byWeek: [...new Set([...weeks, ...byWeek.keys()])]
      .sort()
      .map((week) => ({ ...(byWeek.get(week) ?? none), week })),
    byCsm: grouped(answersOf(rows, 'byCsm'), ({ csm }) => ({ csm })).sort(
      (a, b) => unknownLast(a.csm, b.csm) || busiest(a, b) || named(a.csm, b.csm),
    ),
    byClass: byClass(alike),
    byBand: unknown ? [...known, unknown] : known,
    byVerdict: [...verdicts, null].map((verdict) => ({
      ...(byVerdict.find((row) => row.verdict === verdict) ?? none),
      verdict,
    })),
  };
}

/** A class is the same whatever its case and outer blanks, and is called as it mostly is. */
function byClass(alike: readonly Alike[]): AcceptanceGroups['byClass'] {
  const spelled = grouped(alike, ({ segment, level }) => ({ segment, level })).sort(
    (a, b) => b.total - a.total || named(a.segment, b.segment) || named(a.level, b.level),
  );
  const names = new Map<string, string>();
  const nameOf = (text: string | null) => {
    if (text === null) return null;
    const word = text.trim().toLowerCase();
    const name = names.get(word) ?? text.trim();
    names.set(word, name);
    return name;
  };
  return grouped(spelled, ({ segment, level }) => ({
    segment: nameOf(segment),
    level: nameOf(level),
  })).sort((a, b) => named(a.segment, b.segment) || named(a.level, b.level));
}

function busiest(a: Outcomes, b: Outcomes): number {
  return b.total - a.total;
}

function unknownLast(a: string | null, b: string | null): number {
  return Number(a === null) - Number(b === null);
}

function named(a: string | null, b: string | null): number {
  return unknownLast(a, b) || (a ?? '').localeCompare(b ?? '', 'en');
}
