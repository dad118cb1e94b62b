import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { type AcceptanceFigure, acceptanceFigures } from '@/lib/warehouse/sql/acceptance';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { alikeIn, type Outcomes, outcomesOf } from './acceptance-counts';
import {
  type Overrides,
  overridesOf,
  type ReasonCount,
  reasonsOf,
  type VerdictOutcomes,
  verdictOutcomesOf,
} from './acceptance-decided';
import { type AcceptanceGroups, acceptanceGroups } from './acceptance-groups';
import { parseJudgedScope } from './acceptance-period';
import type { Period } from './period';
import { remembered } from './remembered';
import type { AskedScope } from './scope';

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
  readonly all: Outcomes &
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
export async function getAcceptance(ctx: Context, asked: AskedScope): Promise<Acceptance> {
  requireRole(ctx.person, 'viewer');
  const scope = parseJudgedScope(asked, ctx.now());
  const { period } = scope;
  const rows = await ctx.warehouse.read(acceptanceFigures(scope), remembered);
  const alike = alikeIn(rows);
  const times = answersOf(rows, 'times');
  return {
    period,
    all: {
      ...outcomesOf(alike),
      ...timesIn(times.find(({ week, hour }) => week === null && hour === null)),
      elsewhere: alike.reduce((sum, row) => sum + (row.elsewhere ? row.count : 0), 0),
    },
    ...acceptanceGroups(rows, alike, period.weeks),
    overrides: overridesOf(rows),
    reasons: reasonsOf(alike),
    timesByWeek: timesByWeek(times, period.weeks, scope.weeksUntilNow),
    timesByHour: timesByHour(times),
    agreement: verdictOutcomesOf(alike),
  };
}

type Times = readonly Extract<AcceptanceFigure, { question: 'times' }>[];

function timesIn(row: DecisionTimes | undefined): DecisionTimes {
  if (!row) return { timed: 0, medianMs: null, ninetiethMs: null };
  return { timed: row.timed, medianMs: row.medianMs, ninetiethMs: row.ninetiethMs };
}

/** The weeks of the period, and on to the last in which anything of it was decided. */
function timesByWeek(times: Times, weeks: readonly string[], untilNow: readonly string[]) {
  const found = new Map(
    times.flatMap((row) => (row.week === null ? [] : [[row.week, row] as const])),
  );
  const last = [...weeks, ...found.keys()].sort().at(-1) ?? '';
  const all = new Set([...found.keys(), ...untilNow.filter((week) => week <= last)]);
  return [...all].sort().map((week) => ({ week, ...timesIn(found.get(week)) }));
}

function timesByHour(times: Times) {
  const found = new Map(times.map((row) => [row.hour, row]));
  return Array.from({ length: 24 }, (_, hour) => ({ hour, ...timesIn(found.get(hour)) }));
}
