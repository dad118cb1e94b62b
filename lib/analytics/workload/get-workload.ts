import { compareCodeUnits, nameKey } from '@/lib/names';
import 'server-only';
import {
  CACHE_ONE_MINUTE,
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
import { type RunFairness, runBooksSchema, runFairnessSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { MINUTE_MS } from '@/lib/time';
import { workloadFigures } from '@/lib/warehouse/sql/analytics/workload';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { readBooks, type Waits } from './book-totals';
import { type BookBalance, bookBalance, bookOwners, type CsmBook, matchGroups } from './books';
import { type Fullness, historyOf, runSamples } from './fullness-history';
import { countMatches, type MatchCounts } from './match-quality';

const TREND_DAYS = 90;

/**
 * Recommendations of one CSM made in the period, counted like the data team's "CSM workload distribution"
 * and "CSM Performance Metrics", except that a name listed twice as active counts once.
 */
export interface RecommendedTotals {
  /** Null for recommendations without a CSM. */
  readonly csm: string | null;
  readonly total: number;
  /** `was_assigned = TRUE`. */
  readonly accepted: number;
  /** Of these, those that the earlier program reassigned without a manager's decision. */
  readonly reassigned: number;
  readonly reassignedAccepted: number;
  /** Average score of all recommendations, 0–100. */
  readonly score: number | null;
  /** Averages over the accepted recommendations. */
  readonly acceptedScore: number | null;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly revenue: number | null;
  readonly stillActive: boolean;
}

/** What a CSM was recommended and received in the period. */
interface Intake {
  /** Accounts received, as the ledger counts them. */
  readonly received: number;
  /** Recommendations that a manager could decide, and those accepted, as on the Acceptance page. */
  readonly recommended: number;
  readonly accepted: number;
}

/** A row of the table: an active CSM's book now, and their period. */
export interface WorkloadRow extends CsmBook, Intake {
  /** At each of the sample times; null where they were not active. */
  readonly history: readonly (Fullness | null)[];
}

export interface Workload extends Omit<BookBalance, 'books' | 'former'> {
  readonly period: Period;
  /** Active CSMs, fullest first. */
  readonly rows: readonly WorkloadRow[];
  /** Others who own accounts, most accounts first. */
  readonly former: readonly (Intake & { readonly csm: string; readonly accounts: number })[];
  /** When runs of the period recorded how full CSMs were, and now if the period contains it. */
  readonly sampledAt: readonly Date[];
  readonly trendPeriod: Period;
  /** The whole company, regardless of filters. Days without a run are missing. */
  readonly trend: readonly FairnessDay[];
  /** Most accepted first. */
  readonly recommended: readonly RecommendedTotals[];
  /** Accounts that need a CSM now, of the whole company; null if none does. */
  readonly waits: Waits | null;
  readonly match: {
    /** Accounts recommended in the period and received, by the CSM's tenure at the time. */
    readonly received: MatchCounts;
    /** Current books of active CSMs. */
    readonly books: MatchCounts;
    /** Months of tenure that count as experienced, from the policy. */
    readonly experience: RoutingPolicy['experience'];
  };
}

const FAR_FUTURE = new Date('9999-01-01T00:00:00Z');

/**
 * Returns who owns what now, how full everyone is and was over the period, what they were recommended and
 * received in it, how even that is and was over 90 days, and how well accounts and CSMs match. Books are
 * current, not of the period. A "last N days" period of recommendations has no end, as on the Acceptance
 * page. Data written outside this process may be up to a minute old.
 * @throws AppError `invalid_input`
 */
export async function getWorkload(ctx: Context, input: ScopeInput): Promise<Workload> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  const trendPeriod = periodOf({ days: TREND_DAYS }, input.zone, now);
  const [rows, { totalsFor, waits }, facts] = await Promise.all([
    ctx.warehouse.read(
      workloadFigures({
        scope,
        now: startOfMinute(now),
        limits: policy,
        trendPeriod,
        recommendedTo: 'days' in input.period ? FAR_FUTURE : scope.to,
      }),
      CACHE_ONE_MINUTE,
    ),
    readBooks(ctx, policy),
    ctx.readModel.facts(policy, now),
  ]);
  const team = scope.csms && new Set(scope.csms);
  const csms = currentCsms(facts, now);
  const managerOf = (name: string) => facts.csms.get(name)?.managerName ?? null;
  const owners = bookOwners(csms, totalsFor, scope, managerOf).filter(
    ({ name }) => team === null || team.has(name),
  );
  const recommended = rowsFor(rows, 'recommended').sort(
    (a, b) =>
      b.accepted - a.accepted || b.total - a.total || compareCodeUnits(a.csm ?? '', b.csm ?? ''),
  );
  const intakeOf = createIntakeLookup(recommended, rowsFor(rows, 'receipts'));
  const { books, former, ...balance } = bookBalance([...csms.values()], owners, {
    classes: scope,
    policy,
    now,
  });
  const samples = runSamples(
    rowsFor(rows, 'samples').map(({ at, books: json }) => ({
      at,
      books: runBooksSchema.parse(JSON.parse(json)),
    })),
  );
  const containsNow = scope.from <= now && now < scope.to;
  return {
    period: scope.period,
    ...balance,
    rows: books.map((book) => ({
      ...book,
      ...intakeOf(book.csm),
      history: [
        ...historyOf(samples, book.csm),
        ...(containsNow ? [{ accounts: book.load.accounts, capacity: book.capacity }] : []),
      ],
    })),
    former: former.map((owner) => ({ ...owner, ...intakeOf(owner.csm) })),
    sampledAt: [...samples.map(({ at }) => at), ...(containsNow ? [now] : [])],
    trendPeriod,
    trend: fairnessTrend(rowsFor(rows, 'runs')),
    recommended,
    waits,
    match: {
      received: countMatches(
        rowsFor(rows, 'received').map((row) => ({
          ...row,
          color: row.color as HealthColor | null,
        })),
        policy,
      ),
      books: countMatches(matchGroups(owners), policy),
      experience: policy.experience,
    },
  };
}

/** Makes the figures of a minute one cached result: they depend on the day only. */
function startOfMinute(now: Date): Date {
  return new Date(now.getTime() - (now.getTime() % MINUTE_MS));
}

/** Names that are the same person count together. */
function createIntakeLookup(
  recommended: readonly RecommendedTotals[],
  receipts: readonly { readonly csm: string; readonly accounts: number }[],
): (csm: string) => Intake {
  const intakes = new Map<string | null, Intake>();
  const none: Intake = { received: 0, recommended: 0, accepted: 0 };
  const of = (csm: string | null) => intakes.get(nameKey(csm)) ?? none;
  for (const row of recommended) {
    const sum = of(row.csm);
    intakes.set(nameKey(row.csm), {
      ...sum,
      recommended: sum.recommended + row.total - row.reassigned,
      accepted: sum.accepted + row.accepted - row.reassignedAccepted,
    });
  }
  for (const { csm, accounts } of receipts) {
    const sum = of(csm);
    intakes.set(nameKey(csm), { ...sum, received: sum.received + accounts });
  }
  return of;
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
        day,
        runId,
        measure: fairness.measure,
        cv: {
          accounts: accounts?.cv ?? null,
          neediness: neediness?.cv ?? null,
          revenue: revenue?.cv ?? null,
        },
      };
    })
    .sort((a, b) => compareCodeUnits(a.day, b.day));
}
