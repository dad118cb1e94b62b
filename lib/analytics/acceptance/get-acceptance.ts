import { compareNames } from '@/lib/names';
import 'server-only';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  periodOf,
  type ScopeInput,
  withTeams,
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
  isReassignment,
  type OutcomeGroup,
  type OutcomeRates,
  outcomeGroups,
  totalOutcomes,
} from './outcomes';
import { type Overrides, overrideMatrix } from './overrides';

/** Time from recommendation to decision. */
export interface DecisionTimes {
  /** Number of decisions with a known time. */
  readonly timed: number;
  readonly medianMs: number | null;
  /** 90th percentile, interpolated. */
  readonly ninetiethMs: number | null;
}

/** The outcomes of the recommendations made in a period. */
export interface Acceptance extends AcceptanceGroups {
  readonly period: Period;
  readonly all: OutcomeRates &
    DecisionTimes & {
      /** Accepted or overridden by another program, at an unknown time. */
      readonly external: number;
    };
  /** Accounts that the earlier program reassigned without a manager. They only count by method. */
  readonly reassigned: number;
  readonly overrides: Overrides;
  readonly reasons: readonly ReasonCount[];
  /** By local week and local hour (0–23) of the decision, including those without decisions. */
  readonly timesByWeek: readonly (DecisionTimes & { readonly week: string })[];
  readonly timesByHour: readonly (DecisionTimes & { readonly hour: number })[];
  /** By verdict: approve, caution, reassign, and none. */
  readonly agreement: readonly VerdictOutcomes[];
}

/**
 * Returns the outcomes of the recommendations in a scope. "Accepted" and its rate follow the data
 * team's definition: `was_assigned`, among all recommendations made in the period. Data written
 * outside this process may be up to a minute old.
 * @throws AppError `invalid_input`
 */
export async function getAcceptance(ctx: Context, input: ScopeInput): Promise<Acceptance> {
  requireRole(ctx.person, 'viewer');
  const scope = await readAcceptanceScope(ctx, input);
  const { period } = scope;
  const rows = await ctx.warehouse.read(acceptanceFigures(scope), CACHE_ONE_MINUTE);
  const allGroups = outcomeGroups(rows);
  const groups = allGroups.filter((group) => !isReassignment(group));
  const times = rowsFor(rows, 'times');
  return {
    period,
    all: {
      ...totalOutcomes(groups),
      ...decisionTimes(times.find(({ week, hour }) => week === null && hour === null)),
      external: groups.reduce((sum, row) => sum + (row.external ? row.count : 0), 0),
    },
    reassigned: totalOutcomes(allGroups.filter(isReassignment)).total,
    ...acceptanceGroups(rows, allGroups, period.weeks),
    overrides: overrideMatrix(rowsFor(rows, 'byCsm')),
    reasons: reasonCounts(groups),
    timesByWeek: timesByWeek(times, period.weeks, scope.weeksUntilNow),
    timesByHour: timesByHour(times),
    agreement: verdictOutcomes(groups),
  };
}

type DecisionTimeRows = readonly Extract<AcceptanceFigure, { question: 'times' }>[];

function decisionTimes(row: DecisionTimes | undefined): DecisionTimes {
  if (!row) return { timed: 0, medianMs: null, ninetiethMs: null };
  return { timed: row.timed, medianMs: row.medianMs, ninetiethMs: row.ninetiethMs };
}

/** All weeks from the period's first to the last one with a decision. */
function timesByWeek(
  times: DecisionTimeRows,
  weeks: readonly string[],
  untilNow: readonly string[],
) {
  const byWeek = new Map(
    times.flatMap((row) => (row.week === null ? [] : [[row.week, row] as const])),
  );
  const last = [...weeks, ...byWeek.keys()].sort().at(-1) ?? '';
  const all = new Set([...byWeek.keys(), ...untilNow.filter((week) => week <= last)]);
  return [...all].sort().map((week) => ({ week, ...decisionTimes(byWeek.get(week)) }));
}

function timesByHour(times: DecisionTimeRows) {
  const byHour = new Map(times.map((row) => [row.hour, row]));
  return Array.from({ length: 24 }, (_, hour) => ({ hour, ...decisionTimes(byHour.get(hour)) }));
}

/** How often a reason was given. Null if none was. */
export interface ReasonCount {
  readonly reason: string | null;
  /** Decided by another program, which doesn't store reasons. */
  readonly external: boolean;
  readonly overridden: number;
  readonly rejected: number;
}

/** Managers' decisions on recommendations with one verdict. */
export interface VerdictOutcomes {
  /** Null if Claude had not reviewed the recommendation by then. */
  readonly verdict: Verdict | null;
  readonly decided: number;
  readonly accepted: number;
  /** Overridden to the CSM that Claude suggested. */
  readonly toSuggestion: number;
  readonly toOthers: number;
  readonly rejected: number;
}

/** Reasons of overrides and rejections: most frequent first, then missing, then external. */
function reasonCounts(groups: readonly OutcomeGroup[]): ReasonCount[] {
  const reasons = new Map<string, { -readonly [Key in keyof ReasonCount]: ReasonCount[Key] }>();
  for (const { reason, external, overridden, rejected } of groups) {
    if (overridden + rejected === 0) continue;
    const key = JSON.stringify([reason, external]);
    const counts = reasons.get(key) ?? { reason, external, overridden: 0, rejected: 0 };
    counts.overridden += overridden;
    counts.rejected += rejected;
    reasons.set(key, counts);
  }
  const total = ({ overridden, rejected }: ReasonCount) => overridden + rejected;
  return [...reasons.values()].sort(
    (a, b) =>
      Number(a.external) - Number(b.external) ||
      Number(a.reason === null) - Number(b.reason === null) ||
      total(b) - total(a) ||
      compareNames(a.reason ?? '', b.reason ?? ''),
  );
}

function verdictOutcomes(groups: readonly OutcomeGroup[]): VerdictOutcomes[] {
  return [...verdicts, null].map((verdict) => {
    const matching = groups.filter((group) => group.verdict === verdict);
    const sum = (count: (group: OutcomeGroup) => number) =>
      matching.reduce((total, group) => total + count(group), 0);
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

const FAR_FUTURE = new Date('9999-01-01T00:00:00Z');

/**
 * Parses a scope and extends its local clock until now, because recommendations of the period may be
 * decided after it. A "last N days" period has no end, as in the data team's queries: the writer's
 * clock may be ahead.
 * @throws AppError `invalid_input`
 */
export async function readAcceptanceScope(
  ctx: Context,
  input: ScopeInput,
): Promise<
  AcceptanceScope & { readonly period: Period; readonly weeksUntilNow: readonly string[] }
> {
  const now = ctx.now();
  const scope = await withTeams(ctx, parseScope(input, now));
  const { zone, days } = scope.period;
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const today = periodOf({ days: 1 }, zone, now).days.at(-1) ?? last;
  const [latest = last] = [last, today].sort().reverse();
  const untilNow = periodOf({ first, last: latest }, zone, now);
  const to = 'days' in input.period ? FAR_FUTURE : scope.to;
  return { ...scope, to, clock: untilNow.clock, weeksUntilNow: untilNow.weeks };
}
