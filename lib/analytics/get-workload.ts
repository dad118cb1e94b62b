import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { HealthColor } from '@/lib/routing/types';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { workloadFigures } from '@/lib/warehouse/sql/workload';
import { readCompany } from './company';
import { type FairnessDay, fairnessTrend } from './fairness-trend';
import type { ScopeChoices } from './get-scope-choices';
import { type MatchCounts, matchCountsOf } from './match-counts';
import { type Period, periodOf } from './period';
import { type AskedScope, parseScope } from './scope';
import { standingOf } from './standing-csms';
import { type Books, booksOf, matchesIn, ownersOf } from './workload-books';

const quarterDays = 90;

/**
 * What was recommended to a CSM, as the data team's "CSM workload distribution" and
 * "CSM Performance Metrics" count it, but once where the list of active CSMs has a name twice.
 */
export interface RecommendedTo {
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

export interface Workload extends Books {
  readonly period: Period;
  /** The quarter that the trend is of. */
  readonly quarter: Period;
  /** Of the whole company, whatever is chosen; days without a run are left out. */
  readonly trend: readonly FairnessDay[];
  /** The most accepted first. */
  readonly recommended: readonly RecommendedTo[];
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
  asked: AskedScope,
  recommendedDays: 7 | 30 | 90 = 30,
): Promise<Workload> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = parseScope(asked, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const back = (days: number) => periodOf({ days }, asked.zone, now);
  const quarter = back(quarterDays);
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
  const csms = standingOf(company.csms, {
    receipts: answersOf(rows, 'receipts'),
    reservations: answersOf(rows, 'reservations'),
  });
  const managers = new Set<string | null>(scope.managers);
  const owners = ownersOf(csms, company.books, scope).filter(
    ({ standing }) => managers.size === 0 || managers.has(standing?.manager ?? null),
  );
  const received = answersOf(rows, 'received').map(({ accounts, tenureMonths, color, needy }) => ({
    ...{ accounts, tenureMonths, needy },
    color: color as HealthColor | null,
  }));
  const recommended = answersOf(rows, 'recommended').sort(
    (a, b) => b.accepted - a.accepted || b.total - a.total || byText(a.csm ?? '', b.csm ?? ''),
  );
  return {
    period: scope.period,
    quarter,
    ...booksOf(owners, { classes: scope, policy, now }),
    trend: fairnessTrend(answersOf(rows, 'runs')),
    recommended,
    match: {
      received: matchCountsOf(received, policy),
      books: matchCountsOf(matchesIn(owners), policy),
    },
    choices: company.choices,
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
