import 'server-only';
import { readCompany, withRecentActivity } from '@/lib/analytics/shared/company';
import {
  type Period,
  parseScope,
  periodOf,
  type ScopeChoices,
  type ScopeInput,
} from '@/lib/analytics/shared/scope';
import { type Dimension, dimensions, type HealthColor } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { runFairnessSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { workloadFigures } from '@/lib/warehouse/sql/analytics/workload';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { type BookBalance, bookBalance, bookOwners, matchGroups } from './books';
import { countMatches, type MatchCounts } from './match-quality';

const TREND_DAYS = 90;

/**
 * What was recommended to a CSM, as the data team's "CSM workload distribution" and
 * "CSM Performance Metrics" count it, but once where the list of active CSMs has a name twice.
 */
export interface RecommendedTotals {
  /** Null for the recommendations that name nobody. */
  readonly csm: string | null;
  readonly total: number;
  /** Accepted: `was_assigned = TRUE`. */
  readonly accepted: number;
  /** Average score of all of them, 0–100. */
  readonly score: number | null;
  /** Averages of the accepted ones. */
  readonly acceptedScore: number | null;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly revenue: number | null;
  readonly stillActive: boolean;
}

export interface Workload extends BookBalance {
  readonly period: Period;
  /** The quarter that the trend is of. */
  readonly quarter: Period;
  /** Of the whole company, whatever is chosen; days without a run are left out. */
  readonly trend: readonly FairnessDay[];
  /** The most accepted first. */
  readonly recommended: readonly RecommendedTotals[];
  readonly match: {
    /** Of what was recommended in the period and received, by the tenure of that time. */
    readonly received: MatchCounts;
    /** Of the books of active CSMs as they stand. */
    readonly books: MatchCounts;
  };
  /** What the page can be narrowed to, which the same statements know. */
  readonly choices: ScopeChoices;
}

/**
 * Answers who carries what now, how even that is and was over the quarter, what was recommended to
 * whom, and how well accounts and CSMs match. Books are of now, not of the period, and as they were
 * at most a minute ago; what this process decides itself shows at once.
 * @param recommendedDays how many days before today recommendations are counted from, whatever the
 * period; the data team's queries ask for 7 and 30
 * @throws AppError `invalid_input`
 */
export async function getWorkload(
  ctx: Context,
  asked: ScopeInput,
  recommendedDays: 7 | 30 | 90 = 30,
): Promise<Workload> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = parseScope(asked, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const back = (days: number) => periodOf({ days }, asked.zone, now);
  const quarter = back(TREND_DAYS);
  const [rows, company] = await Promise.all([
    ctx.warehouse.read(
      workloadFigures({
        scope,
        now,
        limits: policy,
        recommendedFrom: back(recommendedDays).from,
        quarter,
      }),
    ),
    readCompany(ctx, policy),
  ]);
  const csms = withRecentActivity(company.csms, {
    receipts: rowsFor(rows, 'receipts'),
    reservations: rowsFor(rows, 'reservations'),
  });
  const managers = new Set<string | null>(scope.managers);
  const owners = bookOwners(csms, company.books, scope).filter(
    ({ standing }) => managers.size === 0 || managers.has(standing?.manager ?? null),
  );
  const received = rowsFor(rows, 'received').map(({ accounts, tenureMonths, color, needy }) => ({
    ...{ accounts, tenureMonths, needy },
    color: color as HealthColor | null,
  }));
  const recommended = rowsFor(rows, 'recommended').sort(
    (a, b) => b.accepted - a.accepted || b.total - a.total || byText(a.csm ?? '', b.csm ?? ''),
  );
  return {
    period: scope.period,
    quarter,
    ...bookBalance(owners, { classes: scope, policy, now }),
    trend: fairnessTrend(rowsFor(rows, 'runs')),
    recommended,
    match: {
      received: countMatches(received, policy),
      books: countMatches(matchGroups(owners), policy),
    },
    choices: company.choices,
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** How evenly the books of all active CSMs lay when the last run of a day began. */
interface FairnessDay {
  /** `YYYY-MM-DD` in the reader's zone. */
  readonly day: string;
  readonly runId: string;
  /** Coefficients of variation in per cent. */
  readonly cv: Readonly<Record<Dimension, number>>;
}

/** The fairness of each day that had a run, oldest first. */
export function fairnessTrend(
  runs: readonly {
    readonly day: string;
    readonly runId: string;
    /** JSON text. */
    readonly fairness: string;
  }[],
): readonly FairnessDay[] {
  return runs
    .map(({ day, runId, fairness }) => {
      const { active } = runFairnessSchema.parse(JSON.parse(fairness)).before;
      const [accounts, neediness, revenue, red] = dimensions.map((each) => active[each].cv) as [
        number,
        number,
        number,
        number,
      ];
      return { day, runId, cv: { accounts, neediness, revenue, red } };
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
