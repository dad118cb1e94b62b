import 'server-only';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  periodOf,
  type ScopeInput,
} from '@/lib/analytics/shared/scope';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import {
  type AcceptanceFigure,
  type AcceptanceScope,
  acceptanceFigures,
} from '@/lib/warehouse/sql/analytics/acceptance';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import {
  type AcceptanceGroups,
  acceptanceGroups,
  decidedCount,
  type OutcomeGroup,
  type OutcomeRates,
  outcomeGroups,
  totalOutcomes,
} from './outcomes';

/** How long decisions took from the recommendation on, in milliseconds. */
export interface DecisionTimes {
  /** The decisions that this is of. */
  readonly timed: number;
  readonly medianMs: number | null;
  /** Nine of ten took at most this, interpolated between neighbours. */
  readonly ninetiethMs: number | null;
}

/** What became of the recommendations made in a period, how fast, and by which lights. */
export interface Acceptance extends AcceptanceGroups {
  readonly period: Period;
  readonly all: OutcomeRates &
    DecisionTimes & {
      /** Accepted or overridden by another program: when is not known. */
      readonly elsewhere: number;
    };
  readonly overrides: Overrides;
  readonly reasons: readonly ReasonCount[];
  /** By the local week and the local hour (0–23) of the decision, empty ones included. */
  readonly timesByWeek: readonly (DecisionTimes & { readonly week: string })[];
  readonly timesByHour: readonly (DecisionTimes & { readonly hour: number })[];
  /** Approve, caution, reassign, and where Claude had said nothing by then. */
  readonly agreement: readonly VerdictOutcomes[];
}

/**
 * Answers what became of the recommendations of a scope, as it was at most a minute ago where
 * another server or program decided. "Accepted" and its rate are the data team's: `was_assigned`, of
 * all recommendations made in the period.
 * @throws AppError `invalid_input`
 */
export async function getAcceptance(ctx: Context, asked: ScopeInput): Promise<Acceptance> {
  requireRole(ctx.person, 'viewer');
  const scope = parseAcceptanceScope(asked, ctx.now());
  const { period } = scope;
  const rows = await ctx.warehouse.read(acceptanceFigures(scope), CACHE_ONE_MINUTE);
  const alike = outcomeGroups(rows);
  const times = rowsFor(rows, 'times');
  return {
    period,
    all: {
      ...totalOutcomes(alike),
      ...decisionTimes(times.find(({ week, hour }) => week === null && hour === null)),
      elsewhere: alike.reduce((sum, row) => sum + (row.elsewhere ? row.count : 0), 0),
    },
    ...acceptanceGroups(rows, alike, period.weeks),
    overrides: overrideMatrix(rows),
    reasons: reasonCounts(alike),
    timesByWeek: timesByWeek(times, period.weeks, scope.weeksUntilNow),
    timesByHour: timesByHour(times),
    agreement: verdictOutcomes(alike),
  };
}

type DecisionTimeRows = readonly Extract<AcceptanceFigure, { question: 'times' }>[];

function decisionTimes(row: DecisionTimes | undefined): DecisionTimes {
  if (!row) return { timed: 0, medianMs: null, ninetiethMs: null };
  return { timed: row.timed, medianMs: row.medianMs, ninetiethMs: row.ninetiethMs };
}

/** The weeks of the period, and on to the last in which anything of it was decided. */
function timesByWeek(
  times: DecisionTimeRows,
  weeks: readonly string[],
  untilNow: readonly string[],
) {
  const found = new Map(
    times.flatMap((row) => (row.week === null ? [] : [[row.week, row] as const])),
  );
  const last = [...weeks, ...found.keys()].sort().at(-1) ?? '';
  const all = new Set([...found.keys(), ...untilNow.filter((week) => week <= last)]);
  return [...all].sort().map((week) => ({ week, ...decisionTimes(found.get(week)) }));
}

function timesByHour(times: DecisionTimeRows) {
  const found = new Map(times.map((row) => [row.hour, row]));
  return Array.from({ length: 24 }, (_, hour) => ({ hour, ...decisionTimes(found.get(hour)) }));
}

/** One side of an override: a CSM, nobody, or all those who are not named. */
export type OverrideSide =
  | { readonly kind: 'csm'; readonly name: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'others' };

/** Where overrides went: each side busiest first, those who are not named last. */
interface Overrides {
  readonly from: readonly OverrideSide[];
  readonly to: readonly OverrideSide[];
  /** The busiest first. */
  readonly cells: readonly {
    readonly from: OverrideSide;
    readonly to: OverrideSide;
    readonly count: number;
  }[];
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
function overrideMatrix(rows: readonly AcceptanceFigure[]): Overrides {
  const cells = rowsFor(rows, 'overrides')
    .map((row) => ({
      from: overrideSide(row.fromCsm, row.fromOthers),
      to: overrideSide(row.toCsm, row.toOthers),
      count: row.overrides,
    }))
    .sort((a, b) => b.count - a.count || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    from: rankSides(cells.map(({ from, count }) => ({ side: from, count }))),
    to: rankSides(cells.map(({ to, count }) => ({ side: to, count }))),
    cells,
  };
}

function overrideSide(name: string | null, others: boolean): OverrideSide {
  if (others) return { kind: 'others' };
  return name === null ? { kind: 'nobody' } : { kind: 'csm', name };
}

function rankSides(
  parts: readonly { readonly side: OverrideSide; readonly count: number }[],
): OverrideSide[] {
  const sums = new Map<string, { readonly side: OverrideSide; count: number }>();
  for (const { side, count } of parts) {
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
        nameOf(a.side).localeCompare(nameOf(b.side), 'en'),
    )
    .map(({ side }) => side);
}

/** Reads the reasons of overrides and rejections, the most frequent first. */
function reasonCounts(alike: readonly OutcomeGroup[]): ReasonCount[] {
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
function verdictOutcomes(alike: readonly OutcomeGroup[]): VerdictOutcomes[] {
  return [...verdicts, null].map((verdict) => {
    const of = alike.filter((row) => row.verdict === verdict);
    const sum = (count: (row: OutcomeGroup) => number) =>
      of.reduce((all, row) => all + count(row), 0);
    return {
      verdict,
      decided: sum(decidedCount),
      accepted: sum(({ accepted }) => accepted),
      toSuggestion: sum(({ toSuggestion, overridden }) => (toSuggestion ? overridden : 0)),
      toOthers: sum(({ toSuggestion, overridden }) => (toSuggestion ? 0 : overridden)),
      rejected: sum(({ rejected }) => rejected),
    };
  });
}

/** Beyond any row. */
const FAR_FUTURE = new Date('9999-01-01T00:00:00Z');

/**
 * The scope that is asked for, with the reader's clock until now: recommendations are of the
 * period, but may be decided after it. The last days have no end, as in the data team's queries: a
 * row may be dated ahead by its writer's clock.
 * @throws AppError `invalid_input`
 */
export function parseAcceptanceScope(
  asked: ScopeInput,
  now: Date,
): AcceptanceScope & { readonly period: Period; readonly weeksUntilNow: readonly string[] } {
  const scope = parseScope(asked, now);
  const { zone, days } = scope.period;
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const today = periodOf({ days: 1 }, zone, now).days.at(-1) ?? last;
  const [latest = last] = [last, today].sort().reverse();
  const untilNow = periodOf({ first, last: latest }, zone, now);
  const to = 'days' in asked.period ? FAR_FUTURE : scope.to;
  return { ...scope, to, clock: untilNow.clock, weeksUntilNow: untilNow.weeks };
}
