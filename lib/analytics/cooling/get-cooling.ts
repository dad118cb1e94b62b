import 'server-only';
import {
  type CoolingOutlook,
  coolingEnd,
  coolingOutlook,
} from '@/lib/analytics/shared/availability';
import { companyOf, engineCsms } from '@/lib/analytics/shared/company';
import {
  CACHE_ONE_MINUTE,
  parseScope,
  periodOf,
  type ScopeChoices,
  type ScopeInput,
} from '@/lib/analytics/shared/scope';
import type { ExclusionReason } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import {
  type CoolingHistoryRow,
  type CoolingNowRow,
  coolingHistory,
  coolingNow,
} from '@/lib/warehouse/sql/analytics/cooling';
import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { explainGuideDifferences, type GuideDifference, type GuideRow } from './guide-differences';
import {
  type CoolingCompliance,
  type CoolingLane,
  coolingCompliance,
  coolingLanes,
} from './history';

const HOUR_MS = 3_600_000;

/** How many CSMs the timeline has room for, and how many violations are listed. */
const LIST_LIMITS = { lanes: 60, listed: 200 };

/** A CSM who is cooling, by the last account that they received. */
export interface CoolingCsm {
  readonly csm: string;
  readonly since: Date;
  readonly freeAt: Date;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly way: ReceiptOrigin;
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

/** A receipt within the cooling period after the one before. */
export interface CoolingViolation extends Extract<CoolingHistoryRow, { question: 'violations' }> {
  readonly accountName: string | null;
  readonly previousName: string | null;
}

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
    readonly differences: readonly GuideDifference[];
  };
  /** Seven days that end with today, whatever the period. */
  readonly week: {
    readonly from: Date;
    readonly to: Date;
    readonly lanes: readonly CoolingLane[];
    /** How many CSMs received anything, of whom the lanes show the first. */
    readonly csms: number;
  };
  readonly kept: CoolingCompliance;
  /** The newest. */
  readonly violations: readonly CoolingViolation[];
  /** What the page can be narrowed to, which the same statements know. */
  readonly choices: ScopeChoices;
}

/**
 * Answers who is cooling now beside what the data team's own check says, when the next CSM comes
 * free, the last seven days, and the period's violations: receipts within the cooling period after
 * the one before of the same CSM. Teams and classes narrow what was received, not who is cooling.
 * Who is cooling and reserved is as it is now; the rest, and so the name of an account that another
 * program gave a moment ago, is as it was at most a minute ago. What this process decides itself
 * shows at once.
 * @throws AppError `invalid_input`
 */
export async function getCooling(ctx: Context, asked: ScopeInput): Promise<Cooling> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { period, ...scope } = parseScope(asked, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const week = periodOf({ days: 6 }, period.zone, now);
  const [rows, history] = await Promise.all([
    ctx.warehouse.read(coolingNow({ now, limits: policy })),
    ctx.warehouse.read(
      coolingHistory({
        limits: policy,
        scope: {
          ...{ ...scope, ...LIST_LIMITS, clock: period.clock, week },
          today: periodOf({ days: 0 }, period.zone, now).from,
        },
      }),
      CACHE_ONE_MINUTE,
    ),
  ]);
  const company = companyOf(rowsFor(history, 'csms'), rowsFor(history, 'books'));
  const lately = {
    receipts: rowsFor(rows, 'receipts'),
    reservations: rowsFor(rows, 'reserved'),
  };
  const outlook = coolingOutlook(
    engineCsms(company.csms, lately, company.books(), now),
    rowsFor(history, 'needing')
      .map(({ segment, level, routable }) => ({ segment, level, accounts: routable }))
      .filter(({ accounts }) => accounts > 0),
    policy,
    now.getTime(),
  );
  const names = new Map(rowsFor(history, 'names').map((row) => [row.accountId, row.name]));
  const nameOf = (accountId: string | null) =>
    accountId === null ? null : (names.get(accountId) ?? null);
  const known = new Set(company.csms.map(({ name }) => name));
  const standing = { known, nameOf, freeAt: (since: Date) => coolingEnd(since, policy) };
  const cooling = coolingCsms(rowsFor(rows, 'cooling'), { ...standing, outlook });
  const guide = guideRows(rowsFor(rows, 'guide'));
  const reserved = reservedCsms(rowsFor(rows, 'reserved'), standing);
  return {
    now,
    coolingHours: policy.coolingHours,
    reserves: policy.pendingReserves,
    cooling,
    reserved: policy.pendingReserves ? reserved : [],
    outlook,
    guide: { rows: guide, differences: explainGuideDifferences(cooling, guide, now) },
    week: {
      from: week.from,
      to: week.to,
      lanes: coolingLanes(rowsFor(history, 'week'), {
        from: week.from,
        coolingMs: policy.coolingHours * HOUR_MS,
        nameOf,
      }),
      csms: rowsFor(history, 'week')[0]?.csms ?? 0,
    },
    kept: coolingCompliance(rowsFor(history, 'weeks'), period.weeks),
    violations: rowsFor(history, 'violations')
      .map((row) => ({
        ...row,
        accountName: nameOf(row.accountId),
        previousName: nameOf(row.previousId),
      }))
      .sort(
        (a, b) =>
          b.at.getTime() - a.at.getTime() ||
          a.csm.localeCompare(b.csm) ||
          (b.accountId ?? '').localeCompare(a.accountId ?? ''),
      ),
    choices: company.choices,
  };
}

type CoolingRow = Extract<CoolingNowRow, { question: 'cooling' }>;
type ReservedRow = Extract<CoolingNowRow, { question: 'reserved' }>;
type GuideCheckRow = Extract<CoolingNowRow, { question: 'guide' }>;

interface Lookups {
  readonly known: ReadonlySet<string>;
  readonly nameOf: (accountId: string | null) => string | null;
  readonly freeAt: (since: Date) => Date;
}

function coolingCsms(
  receipts: readonly CoolingRow[],
  { known, outlook, nameOf, freeAt }: Lookups & { readonly outlook: CoolingOutlook },
): CoolingCsm[] {
  return firstPerCsm(receipts.toSorted(compareReceipts))
    .map(({ question: _, toldAt, recommendationId, ...row }) => {
      const accepted = row.acceptedAt?.getTime() === row.since.getTime();
      return {
        ...row,
        accountName: nameOf(row.accountId),
        // A receipt of no account is found by its time alone.
        way: row.way ?? (accepted ? ('elsewhere' as const) : ('outside' as const)),
        freeAt: freeAt(row.since),
        alsoKeptBy: known.has(row.csm) ? (outlook.keptBy.get(row.csm) ?? null) : 'not_active',
      } satisfies CoolingCsm;
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime() || a.csm.localeCompare(b.csm));
}

/** The last account that a CSM received first, told by the newest of its receipts. */
function compareReceipts(a: CoolingRow, b: CoolingRow): number {
  return (
    b.since.getTime() - a.since.getTime() ||
    compareTextDescending(a.accountId, b.accountId) ||
    (b.toldAt?.getTime() ?? 0) - (a.toldAt?.getTime() ?? 0) ||
    compareIdsDescending(a.recommendationId, b.recommendationId)
  );
}

function reservedCsms(
  reservations: readonly ReservedRow[],
  { known, nameOf, freeAt }: Lookups,
): ReservedCsm[] {
  const newest = reservations.toSorted(
    (a, b) =>
      b.at.getTime() - a.at.getTime() ||
      compareIdsDescending(a.recommendationId, b.recommendationId),
  );
  return firstPerCsm(newest)
    .filter(({ csm }) => known.has(csm))
    .map(({ question: _, at, ...row }) => ({
      ...row,
      accountName: nameOf(row.accountId),
      until: freeAt(at),
    }))
    .sort((a, b) => a.until.getTime() - b.until.getTime() || a.csm.localeCompare(b.csm));
}

/** The first row of each CSM. */
function firstPerCsm<Row extends { readonly csm: string }>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ csm }) => seen.size < seen.add(csm).size);
}

function compareTextDescending(a: string | null, b: string | null): number {
  return a === b ? 0 : (a ?? '') > (b ?? '') ? -1 : 1;
}

function compareIdsDescending(a: string | null, b: string | null): number {
  return a === b ? 0 : BigInt(a ?? 0) > BigInt(b ?? 0) ? -1 : 1;
}

function guideRows(listed: readonly GuideCheckRow[]): GuideRow[] {
  return listed
    .map(({ question: _, ...row }) => row)
    .sort(
      (a, b) => b.lastAt.getTime() - a.lastAt.getTime() || (a.csm ?? '').localeCompare(b.csm ?? ''),
    );
}
