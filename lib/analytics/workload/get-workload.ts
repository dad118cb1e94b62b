import { compareCodeUnits } from '@/lib/names';
import 'server-only';
import {
  type Period,
  parseScope,
  periodOf,
  type ScopeInput,
  withTeams,
} from '@/lib/analytics/shared/scope';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { FullnessDimension, HealthColor } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { currentCsms } from '@/lib/read-model/csms';
import { type RunFairness, runFairnessSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { workloadFigures } from '@/lib/warehouse/sql/analytics/workload';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { readBooks } from './book-totals';
import { type BookBalance, bookBalance, bookOwners, matchGroups } from './books';
import { countMatches, type MatchCounts } from './match-quality';

const TREND_DAYS = 90;

/**
 * Recommendations of one CSM, counted like the data team's "CSM workload distribution" and
 * "CSM Performance Metrics", except that a name listed twice as active counts once.
 */
export interface RecommendedTotals {
  /** Null for recommendations without a CSM. */
  readonly csm: string | null;
  readonly total: number;
  /** `was_assigned = TRUE`. */
  readonly accepted: number;
  /** Average score of all recommendations, 0–100. */
  readonly score: number | null;
  /** Averages over the accepted recommendations. */
  readonly acceptedScore: number | null;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly revenue: number | null;
  readonly stillActive: boolean;
}

export interface Workload extends BookBalance {
  readonly period: Period;
  readonly trendPeriod: Period;
  /** The whole company, regardless of filters. Days without a run are missing. */
  readonly trend: readonly FairnessDay[];
  /** Most accepted first. */
  readonly recommended: readonly RecommendedTotals[];
  readonly match: {
    /** Accounts recommended in the period and received, by the CSM's tenure at the time. */
    readonly received: MatchCounts;
    /** Current books of active CSMs. */
    readonly books: MatchCounts;
    /** Months of tenure that count as experienced, from the policy. */
    readonly experience: RoutingPolicy['experience'];
  };
}

/**
 * Returns who owns what now, how even that is and was over 90 days, what was recommended to each
 * CSM, and how well accounts and CSMs match. Books are current, not of the period. Data written
 * outside this process may be up to a minute old.
 * @param recommendedDays days before today from which recommendations count, regardless of the
 * period; the data team's queries use 7 and 30
 * @throws AppError `invalid_input`
 */
export async function getWorkload(
  ctx: Context,
  input: ScopeInput,
  recommendedDays: 7 | 30 | 90 = 30,
): Promise<Workload> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  const lastDays = (days: number) => periodOf({ days }, input.zone, now);
  const trendPeriod = lastDays(TREND_DAYS);
  const [rows, books, facts] = await Promise.all([
    ctx.warehouse.read(
      workloadFigures({
        scope,
        now,
        limits: policy,
        recommendedFrom: lastDays(recommendedDays).from,
        trendPeriod,
      }),
    ),
    readBooks(ctx, policy),
    ctx.readModel.facts(policy, now),
  ]);
  const team = scope.csms && new Set(scope.csms);
  const csms = currentCsms(facts, now);
  const owners = bookOwners(csms, books, scope).filter(
    ({ name }) => team === null || team.has(name),
  );
  const received = rowsFor(rows, 'received').map(({ accounts, tenureMonths, color, needy }) => ({
    ...{ accounts, tenureMonths, needy },
    color: color as HealthColor | null,
  }));
  const recommended = rowsFor(rows, 'recommended').sort(
    (a, b) =>
      b.accepted - a.accepted || b.total - a.total || compareCodeUnits(a.csm ?? '', b.csm ?? ''),
  );
  return {
    period: scope.period,
    trendPeriod,
    ...bookBalance(csms.values(), owners, { classes: scope, policy, now }),
    trend: fairnessTrend(rowsFor(rows, 'runs')),
    recommended,
    match: {
      received: countMatches(received, policy),
      books: countMatches(matchGroups(owners), policy),
      experience: policy.experience,
    },
  };
}

/** How even the books were when the last run of a day started. */
interface FairnessDay {
  /** `YYYY-MM-DD` in the viewer's time zone. */
  readonly day: string;
  readonly runId: string;
  /** What the figures measure. Those of different measures can't be compared. */
  readonly measure: RunFairness['measure'];
  /** Coefficients of variation in percent; null if there was nothing to compare. */
  readonly cv: Readonly<Record<FullnessDimension, number | null>>;
}

/** The evenness on each day that had a run, oldest first. */
export function fairnessTrend(
  runs: readonly {
    readonly day: string;
    readonly runId: string;
    /** JSON text. */
    readonly fairness: string;
  }[],
): readonly FairnessDay[] {
  return runs
    .map(({ day, runId, fairness: json }) => {
      const fairness = runFairnessSchema.parse(JSON.parse(json));
      const { accounts, neediness, revenue } =
        fairness.measure === 'within_class' ? fairness.before.fullness : fairness.before.active;
      return {
        ...{ day, runId, measure: fairness.measure },
        cv: {
          accounts: accounts?.cv ?? null,
          neediness: neediness?.cv ?? null,
          revenue: revenue?.cv ?? null,
        },
      };
    })
    .sort((a, b) => compareCodeUnits(a.day, b.day));
}
