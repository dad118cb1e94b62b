import type { AcceptanceFigure } from '@/lib/warehouse/sql/acceptance';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';

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

type Rows = readonly AcceptanceFigure[];

/** Reads where overrides went. */
export function overridesOf(rows: Rows): Overrides {
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
export function reasonsOf(rows: Rows): ReasonCount[] {
  const reasons = new Map<string, { -readonly [Key in keyof ReasonCount]: ReasonCount[Key] }>();
  for (const { outcome, reason, elsewhere, count } of answersOf(rows, 'reasons')) {
    const key = JSON.stringify([reason, elsewhere]);
    const found = reasons.get(key) ?? { reason, elsewhere, overridden: 0, rejected: 0 };
    if (outcome === 'overridden') found.overridden += count;
    else found.rejected += count;
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
export function verdictOutcomesOf(rows: Rows): VerdictOutcomes[] {
  const counts = answersOf(rows, 'agreement');
  return [...verdicts, null].map((verdict) => {
    const of = counts.filter((row) => row.verdict === verdict);
    const sum = (which: (row: (typeof of)[number]) => boolean) =>
      of.filter(which).reduce((all, { count }) => all + count, 0);
    return {
      verdict,
      decided: sum(() => true),
      accepted: sum(({ outcome }) => outcome === 'accepted'),
      toSuggestion: sum((row) => row.outcome === 'overridden' && row.toSuggestion),
      toOthers: sum((row) => row.outcome === 'overridden' && !row.toSuggestion),
      rejected: sum(({ outcome }) => outcome === 'rejected'),
    };
  });
}
