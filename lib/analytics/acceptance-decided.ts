import type { AcceptanceFigure } from '@/lib/warehouse/sql/acceptance';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { type Alike, decidedIn } from './acceptance-counts';

/** One side of an override: a CSM, nobody, or all those who are not named. */
export type Side =
  | { readonly kind: 'csm'; readonly name: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'others' };

/** Where overrides went: each side busiest first, those who are not named last. */
export interface Overrides {
  readonly from: readonly Side[];
  readonly to: readonly Side[];
  /** The busiest first. */
  readonly cells: readonly { readonly from: Side; readonly to: Side; readonly count: number }[];
}

/** How often a reason was given; null where none was. */
export interface ReasonCount {
  readonly reason: string | null;
  /** Decided by another program, which gives no reasons. */
  readonly elsewhere: boolean;
  readonly overridden: number;
  readonly rejected: number;
}

/** What managers made of what the engine proposed, beside what Claude had said of it by then. */
export interface VerdictOutcomes {
  /** Null where Claude had said nothing. */
  readonly verdict: Verdict | null;
  readonly decided: number;
  readonly accepted: number;
  /** Overridden to the CSM that Claude suggested. */
  readonly toSuggestion: number;
  readonly toOthers: number;
  readonly rejected: number;
}

/** Reads where overrides went. */
export function overridesOf(rows: readonly AcceptanceFigure[]): Overrides {
  const cells = answersOf(rows, 'overrides')
    .map((row) => ({
      from: sideOf(row.fromCsm, row.fromOthers),
      to: sideOf(row.toCsm, row.toOthers),
      count: row.overrides,
    }))
    .sort((a, b) => b.count - a.count || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    from: sidesOf(cells.map(({ from, count }) => ({ side: from, count }))),
    to: sidesOf(cells.map(({ to, count }) => ({ side: to, count }))),
    cells,
  };
}

function sideOf(name: string | null, others: boolean): Side {
  if (others) return { kind: 'others' };
  return name === null ? { kind: 'nobody' } : { kind: 'csm', name };
}

function sidesOf(parts: readonly { readonly side: Side; readonly count: number }[]): Side[] {
  const sums = new Map<string, { readonly side: Side; count: number }>();
  for (const { side, count } of parts) {
    const key = JSON.stringify(side);
    const sum = sums.get(key) ?? { side, count: 0 };
    sum.count += count;
    sums.set(key, sum);
  }
  const nameOf = (side: Side) => (side.kind === 'csm' ? side.name : '');
  return [...sums.values()]
    .sort(
      (a, b) =>
        Number(a.side.kind === 'others') - Number(b.side.kind === 'others') ||
        b.count - a.count ||
        nameOf(a.side).localeCompare(nameOf(b.side), 'en'),
    )
    .map(({ side }) => side);
}

/** Reads the reasons of overrides and rejections, the most frequent first. */
export function reasonsOf(alike: readonly Alike[]): ReasonCount[] {
  const reasons = new Map<string, { -readonly [Key in keyof ReasonCount]: ReasonCount[Key] }>();
  for (const { reason, elsewhere, overridden, rejected } of alike) {
    if (overridden + rejected === 0) continue;
    const key = JSON.stringify([reason, elsewhere]);
    const found = reasons.get(key) ?? { reason, elsewhere, overridden: 0, rejected: 0 };
    found.overridden += overridden;
    found.rejected += rejected;
    reasons.set(key, found);
  }
  const all = ({ overridden, rejected }: ReasonCount) => overridden + rejected;
  return [...reasons.values()].sort(
    (a, b) =>
      Number(a.elsewhere) - Number(b.elsewhere) ||
      Number(a.reason === null) - Number(b.reason === null) ||
      all(b) - all(a) ||
      (a.reason ?? '').localeCompare(b.reason ?? '', 'en'),
  );
}

/** Reads verdicts beside decisions: approve, caution, reassign, and none. */
export function verdictOutcomesOf(alike: readonly Alike[]): VerdictOutcomes[] {
  return [...verdicts, null].map((verdict) => {
    const of = alike.filter((row) => row.verdict === verdict);
    const sum = (count: (row: Alike) => number) => of.reduce((all, row) => all + count(row), 0);
    return {
      verdict,
      decided: sum(decidedIn),
      accepted: sum(({ accepted }) => accepted),
      toSuggestion: sum(({ toSuggestion, overridden }) => (toSuggestion ? overridden : 0)),
      toOthers: sum(({ toSuggestion, overridden }) => (toSuggestion ? 0 : overridden)),
      rejected: sum(({ rejected }) => rejected),
    };
  });
}
