import { compareNames } from '@/lib/names';
import 'server-only';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  periodOf,
  previousPeriod,
  type ScopeInput,
  withTeams,
} from '@/lib/analytics/shared/scope';
import { loadManagers, type ManagerOf } from '@/lib/analytics/shared/teams';
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
  groupOutcomes,
  isReassignment,
  type OutcomeGroup,
  type OutcomeRates,
  outcomeGroups,
  totalOutcomes,
} from './outcomes';
import { type OverridePair, overridePairs } from './overrides';

/** Time from recommendation to decision. */
export interface DecisionTimes {
  /** Number of decisions with a known time. */
  readonly timed: number;
  readonly medianMs: number | null;
  /** 90th percentile, interpolated. */
  readonly ninetiethMs: number | null;
}

/** The outcomes of the recommendations made in a period. */
interface PeriodOutcomes extends Omit<AcceptanceGroups, 'byCsm'> {
  readonly all: OutcomeRates &
    DecisionTimes & {
      /** Accepted or overridden by another program, at an unknown time. */
      readonly external: number;
    };
  /** Accounts that the earlier program reassigned without a manager. They only count by method. */
  readonly reassigned: number;
  /** By recommended CSM, busiest first, with the manager to whom they report now. */
  readonly byCsm: readonly (AcceptanceGroups['byCsm'][number] & {
    readonly manager: string | null;
  })[];
  /** By the manager to whom the recommended CSM reports now, busiest first. Null if there is none. */
  readonly byTeam: readonly (OutcomeRates & { readonly manager: string | null })[];
  /** Most frequent first. */
  readonly overrides: readonly OverridePair[];
  readonly reasons: readonly ReasonCount[];
  /** By verdict: approve, caution, reassign, and none. */
  readonly agreement: readonly VerdictOutcomes[];
}

export interface Acceptance extends PeriodOutcomes {
  readonly period: Period;
  /** By local week and local hour (0–23) of the decision, including those without decisions. */
  readonly timesByWeek: readonly (DecisionTimes & { readonly week: string })[];
  readonly timesByHour: readonly (DecisionTimes & { readonly hour: number })[];
  /** The same number of days before. */
  readonly previous: PeriodOutcomes;
  /** The guide's "Assignment Success Rate", on its own 30 days. */
  readonly guide: {
    readonly from: Date;
    readonly rows: readonly Extract<AcceptanceFigure, { question: 'guide' }>[];
  };
}

/**
 * Returns the outcomes of the recommendations in a scope. "Accepted" and its rate follow the data
 * team's definition: `was_assigned`, among all recommendations made in the period. Data written
 * outside this process may be up to a minute old.
 * @throws AppError `invalid_input`
 */
export async function getAcceptance(ctx: Context, input: ScopeInput): Promise<Acceptance> {
  requireRole(ctx.person, 'viewer');
  const scope = await readAcceptanceScope(ctx, input, 'with_previous');
  const { period } = scope;
  // DATEADD(day, -30, CURRENT_DATE()) in UTC: today and the 30 days before.
  const guideFrom = periodOf({ days: 31 }, 'UTC', ctx.now()).from;
  const [rows, managerOf] = await Promise.all([
    ctx.warehouse.read(acceptanceFigures(scope, guideFrom), CACHE_ONE_MINUTE),
    loadManagers(ctx),
  ]);
  const ofPeriod = (current: boolean) =>
    rows.filter((row) => row.question !== 'guide' && row.isCurrent === current);
  const times = rowsFor(ofPeriod(true), 'times');
  return {
    period,
    ...periodOutcomes(ofPeriod(true), period.weeks, managerOf),
    timesByWeek: timesByWeek(times, period.weeks, scope.weeksUntilNow),
    timesByHour: timesByHour(times),
    previous: periodOutcomes(ofPeriod(false), [], managerOf),
    guide: { from: guideFrom, rows: rowsFor(rows, 'guide') },
  };
}

function periodOutcomes(
  rows: readonly AcceptanceFigure[],
  weeks: readonly string[],
  managerOf: ManagerOf,
): PeriodOutcomes {
  const allGroups = outcomeGroups(rows);
  const groups = allGroups.filter((group) => !isReassignment(group));
  const overall = rowsFor(rows, 'times').find(({ week, hour }) => week === null && hour === null);
  const byGroup = acceptanceGroups(rows, allGroups, weeks);
  return {
    all: {
      ...totalOutcomes(groups),
      ...decisionTimes(overall),
      external: groups.reduce((sum, row) => sum + (row.external ? row.count : 0), 0),
    },
    reassigned: totalOutcomes(allGroups.filter(isReassignment)).total,
    ...byGroup,
    byCsm: byGroup.byCsm.map((row) => ({ ...row, manager: managerOf(row.csm) })),
    byTeam: groupOutcomes(byGroup.byCsm, ({ csm }) => ({ manager: managerOf(csm) })).sort(
      (a, b) =>
        Number(a.manager === null) - Number(b.manager === null) ||
        b.total - a.total ||
        compareNames(a.manager ?? '', b.manager ?? ''),
    ),
    overrides: overridePairs(rowsFor(rows, 'byCsm')),
    reasons: reasonCounts(groups),
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
 * @param extent whether to include the period before, for comparison
 * @throws AppError `invalid_input`
 */
export async function readAcceptanceScope(
  ctx: Context,
  input: ScopeInput,
  extent: 'period' | 'with_previous' = 'period',
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
  const own = { ...scope, to, weeksUntilNow: untilNow.weeks };
  if (extent === 'period') return { ...own, clock: untilNow.clock };
  const previous = previousPeriod(scope.period);
  const { clock } = periodOf({ first: previous.days[0] ?? first, last: latest }, zone, now);
  return { ...own, clock, previousFrom: previous.from };
}
