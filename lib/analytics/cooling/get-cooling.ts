import { compareNames } from '@/lib/names';
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
import { HOUR_MS } from '@/lib/time';
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

const LIST_LIMITS = { maxLanes: 60, maxViolations: 200 };

/** A CSM who is cooling, with the last account they received. */
export interface CoolingCsm {
  readonly csm: string;
  readonly since: Date;
  readonly freeAt: Date;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly origin: ReceiptOrigin;
  readonly recommendedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly decidedBy: string | null;
  /** Another rule that still excludes them when the cooling period ends. */
  readonly alsoExcludedBy: ExclusionReason | null;
}

/** A CSM reserved by a pending recommendation. */
export interface ReservedCsm {
  readonly csm: string;
  readonly until: Date;
  readonly recommendationId: string | null;
  readonly accountId: string | null;
  readonly accountName: string | null;
}

/** A receipt within the cooling period of the CSM's previous one. */
export interface CoolingViolation extends Extract<CoolingHistoryRow, { question: 'violations' }> {
  readonly accountName: string | null;
  readonly previousName: string | null;
}

/** Data of the Cooling page. */
export interface Cooling {
  readonly now: Date;
  /** From the current policy, which also applies to earlier receipts. */
  readonly coolingHours: number;
  /** Whether pending recommendations reserve their CSM. */
  readonly pendingReserves: boolean;
  /** Company-wide, soonest free first. */
  readonly cooling: readonly CoolingCsm[];
  readonly reserved: readonly ReservedCsm[];
  readonly outlook: CoolingOutlook;
  readonly guide: {
    /** Newest first, like the guide's query. */
    readonly rows: readonly GuideRow[];
    readonly differences: readonly GuideDifference[];
  };
  /** The last seven days including today, independent of the period. */
  readonly week: {
    readonly from: Date;
    readonly to: Date;
    readonly lanes: readonly CoolingLane[];
    /** CSMs with receipts, including those without a lane. */
    readonly csms: number;
  };
  readonly compliance: CoolingCompliance;
  /** Newest first, at most 200. */
  readonly violations: readonly CoolingViolation[];
  readonly choices: ScopeChoices;
}

/**
 * Loads who is cooling now, the guide's list for comparison, when the next CSM is free, the last
 * seven days, and the period's violations: receipts within the cooling period of the same CSM's
 * previous one. Team and class filters apply to receipts, not to who is cooling. Who is cooling or
 * reserved is current; everything else may be up to a minute old, except for this process's own
 * decisions.
 * @throws AppError `invalid_input`
 */
export async function getCooling(ctx: Context, input: ScopeInput): Promise<Cooling> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { period, ...scope } = parseScope(input, now);
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
  const activity = {
    receipts: rowsFor(rows, 'receipts'),
    reservations: rowsFor(rows, 'reserved'),
  };
  const outlook = coolingOutlook(
    engineCsms(company.csms, activity, company.books(), now),
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
  const lookups = { known, nameOf, freeAt: (since: Date) => coolingEnd(since, policy) };
  const cooling = coolingCsms(rowsFor(rows, 'cooling'), { ...lookups, outlook });
  const guide = guideRows(rowsFor(rows, 'guide'));
  const reserved = reservedCsms(rowsFor(rows, 'reserved'), lookups);
  return {
    now,
    coolingHours: policy.coolingHours,
    pendingReserves: policy.pendingReserves,
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
    compliance: coolingCompliance(rowsFor(history, 'weeks'), period.weeks),
    violations: rowsFor(history, 'violations')
      .map((row) => ({
        ...row,
        accountName: nameOf(row.accountId),
        previousName: nameOf(row.previousId),
      }))
      .sort(
        (a, b) =>
          b.at.getTime() - a.at.getTime() ||
          compareNames(a.csm, b.csm) ||
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
    .map(({ question: _, receiptAt, recommendationId, ...row }) => {
      const accepted = row.acceptedAt?.getTime() === row.since.getTime();
      return {
        ...row,
        accountName: nameOf(row.accountId),
        // A receipt without an account can only be matched by its time.
        origin: row.origin ?? (accepted ? ('elsewhere' as const) : ('outside' as const)),
        freeAt: freeAt(row.since),
        alsoExcludedBy: known.has(row.csm)
          ? (outlook.excludedBy.get(row.csm) ?? null)
          : 'not_active',
      } satisfies CoolingCsm;
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime() || compareNames(a.csm, b.csm));
}

/** Newest receipt first; if receipts tie, the newest one that explains it. */
function compareReceipts(a: CoolingRow, b: CoolingRow): number {
  return (
    b.since.getTime() - a.since.getTime() ||
    compareTextDescending(a.accountId, b.accountId) ||
    (b.receiptAt?.getTime() ?? 0) - (a.receiptAt?.getTime() ?? 0) ||
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
    .sort((a, b) => a.until.getTime() - b.until.getTime() || compareNames(a.csm, b.csm));
}

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

function guideRows(rows: readonly GuideCheckRow[]): GuideRow[] {
  return rows
    .map(({ question: _, ...row }) => row)
    .sort(
      (a, b) => b.lastAt.getTime() - a.lastAt.getTime() || compareNames(a.csm ?? '', b.csm ?? ''),
    );
}
