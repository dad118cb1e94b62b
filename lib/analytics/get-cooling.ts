import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Csm, ExclusionReason } from '@/lib/routing/types';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { type CoolingAnswer, coolingFigures } from '@/lib/warehouse/sql/cooling';
import type { Way } from '@/lib/warehouse/sql/cooling-receipts';
import { type CoolingDifference, coolingDifferences, type GuideRow } from './cooling-differences';
import { type CoolingKept, coolingKept } from './cooling-kept';
import { type CoolingOutlook, coolingOutlook, freeAt } from './cooling-outlook';
import { type CoolingLane, coolingLanes } from './cooling-week';
import { periodOf } from './period';
import { type AskedScope, parseScope } from './scope';

const hour = 3_600_000;

/** How many CSMs the timeline has room for, and how many violations are listed. */
const most = { lanes: 60, listed: 200 };

/** A CSM who is cooling, by the last account that they received. */
export interface CoolingCsm {
  readonly csm: string;
  readonly since: Date;
  readonly freeAt: Date;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly way: Way;
  readonly recommendedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly decidedBy: string | null;
  /** What else keeps them, so that they are not free when the cooling period is over. */
  readonly alsoKeptBy: ExclusionReason | null;
}

/** A CSM whom a pending recommendation keeps from others. */
export interface ReservedCsm {
  readonly csm: string;
  readonly until: Date;
  readonly recommendationId: string | null;
  readonly accountId: string | null;
  readonly accountName: string | null;
}

export type CoolingViolation = Extract<CoolingAnswer, { question: 'violations' }>;

/** Who is cooling, who waits for that, and whether the cooling period was kept. */
export interface Cooling {
  readonly now: Date;
  /** By the policy in force, which earlier receipts are judged by too. */
  readonly coolingHours: number;
  /** Whether pending recommendations reserve their CSM. */
  readonly reserves: boolean;
  /** Those of the whole company, the soonest free first. */
  readonly cooling: readonly CoolingCsm[];
  readonly reserved: readonly ReservedCsm[];
  readonly outlook: CoolingOutlook;
  readonly guide: {
    /** The newest first, as the guide's query answers them. */
    readonly rows: readonly GuideRow[];
    readonly differences: readonly CoolingDifference[];
  };
  /** Seven days that end with today, whatever the period. */
  readonly week: {
    readonly from: Date;
    readonly to: Date;
    readonly lanes: readonly CoolingLane[];
    /** How many CSMs received anything, of whom the lanes show the first. */
    readonly csms: number;
  };
  readonly kept: CoolingKept;
  /** The newest. */
  readonly violations: readonly CoolingViolation[];
}

/**
 * Answers who is cooling now beside what the data team's own check says, when the next CSM comes
 * free, the last seven days, and the period's violations: receipts within the cooling period after
 * the one before of the same CSM. Teams and classes narrow what was received, not who is cooling.
 * @throws AppError `invalid_input`
 */
export async function getCooling(ctx: Context, asked: AskedScope): Promise<Cooling> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { period, ...scope } = parseScope(asked, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const week = periodOf({ days: 6 }, period.zone, now);
  const rows = await ctx.warehouse.read(
    coolingFigures({
      now,
      limits: policy,
      scope: { ...scope, clock: period.clock, week, ...most },
    }),
  );
  const csms = answersOf(rows, 'csms');
  const outlook = coolingOutlook(
    csms.map((row) => csmOf(row, now)),
    answersOf(rows, 'waiting'),
    policy,
    now.getTime(),
  );
  const cooling = coolingOf(rows, outlook, (since) => freeAt(since, policy));
  const guide = guideOf(rows);
  const received = answersOf(rows, 'week');
  return {
    now,
    coolingHours: policy.coolingHours,
    reserves: policy.pendingReserves,
    cooling,
    reserved: policy.pendingReserves ? reservedOf(csms, (at) => freeAt(at, policy)) : [],
    outlook,
    guide: { rows: guide, differences: coolingDifferences(cooling, guide, now) },
    week: {
      from: week.from,
      to: week.to,
      lanes: coolingLanes(received, { from: week.from, coolingMs: policy.coolingHours * hour }),
      csms: received[0]?.csms ?? 0,
    },
    kept: coolingKept(answersOf(rows, 'weeks'), period.weeks),
    violations: answersOf(rows, 'violations').sort(
      (a, b) =>
        b.at.getTime() - a.at.getTime() ||
        a.csm.localeCompare(b.csm) ||
        (b.accountId ?? '').localeCompare(a.accountId ?? ''),
    ),
  };
}

type CsmAnswer = Extract<CoolingAnswer, { question: 'csms' }>;

function coolingOf(
  rows: readonly CoolingAnswer[],
  { keptBy }: CoolingOutlook,
  freeAt: (since: Date) => Date,
): CoolingCsm[] {
  const known = new Set(answersOf(rows, 'csms').map(({ name }) => name));
  return answersOf(rows, 'cooling')
    .map(({ question: _, ...row }) => {
      const accepted = row.acceptedAt?.getTime() === row.since.getTime();
      return {
        ...row,
        // A receipt of no account is found by its time alone.
        way: row.way ?? (accepted ? 'elsewhere' : 'outside'),
        freeAt: freeAt(row.since),
        alsoKeptBy: known.has(row.csm) ? (keptBy.get(row.csm) ?? null) : 'not_active',
      };
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime() || a.csm.localeCompare(b.csm));
}

function reservedOf(csms: readonly CsmAnswer[], freeAt: (since: Date) => Date): ReservedCsm[] {
  return csms
    .flatMap((row) =>
      row.reservedAt === null
        ? []
        : [
            {
              csm: row.name,
              until: freeAt(row.reservedAt),
              recommendationId: row.recommendationId,
              accountId: row.reservedFor,
              accountName: row.reservedForName,
            },
          ],
    )
    .sort((a, b) => a.until.getTime() - b.until.getTime() || a.csm.localeCompare(b.csm));
}

function guideOf(rows: readonly CoolingAnswer[]): GuideRow[] {
  return answersOf(rows, 'guide')
    .map(({ question: _, ...row }) => row)
    .sort(
      (a, b) => b.lastAt.getTime() - a.lastAt.getTime() || (a.csm ?? '').localeCompare(b.csm ?? ''),
    );
}

/** A CSM as the engine's rules of eligibility look at one; a book's totals do not matter to them. */
function csmOf(row: CsmAnswer, now: Date): Csm {
  const ages = row.receivedAges?.split(',') ?? [];
  return {
    name: row.name,
    active: row.active,
    tenureMonths: row.tenureMonths,
    segment: row.segment,
    level: row.level,
    capacity: row.capacity,
    awayUntil: row.awayUntil?.getTime() ?? null,
    book: { accounts: row.accounts, neediness: 0, revenue: 0, red: 0, green: 0 },
    received: ages.map((age) => now.getTime() - Number(age)),
    lastReceivedAt: row.lastReceivedAt?.getTime() ?? null,
    reservedAt: row.reservedAt?.getTime() ?? null,
  };
}
