import 'server-only';
import {
  accountInClass,
  type CsmAvailability,
  countWithoutEligibleCsm,
  csmAvailability,
} from '@/lib/analytics/shared/availability';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  periodOf,
  previousPeriod,
  type ScopeInput,
  withTeams,
} from '@/lib/analytics/shared/scope';
import { bindingExclusion } from '@/lib/engine/eligibility';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, ExclusionReason } from '@/lib/engine/types';
import { compareNames } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import { currentCsms } from '@/lib/read-model/csms';
import type { Facts } from '@/lib/read-model/facts';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { HOUR_MS } from '@/lib/time';
import { type CoolingReceiptsRow, coolingReceipts } from '@/lib/warehouse/sql/analytics/cooling';
import { coolingHistory } from '@/lib/warehouse/sql/analytics/cooling-history';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import {
  type CoolingCsm,
  explainCooling,
  findCooling,
  findReserved,
  type ReservedCsm,
} from './current-cooling';
import { explainGuideDifferences, type GuideDifference, type GuideRow } from './guide-differences';
import {
  type CoolingCompliance,
  type CoolingLane,
  coolingCompliance,
  coolingLanes,
} from './history';
import {
  accountNames,
  type CoolingViolation,
  complianceRows,
  listedViolations,
  previousComplianceRows,
  timelineReceipts,
} from './history-rows';

export type { CoolingViolation };

/** CSMs with a lane on the timeline. */
/** More than a company has CSMs; bounds the page. */
const MAX_LANES = 1_000;
/** Violations per page. */
export const violationsPageSize = 50;

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
  readonly availability: CsmAvailability;
  /** Accounts that a run may place, and those of them for which no CSM is eligible now. */
  readonly toPlace: { readonly accounts: number; readonly withoutEligibleCsm: number };
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
  readonly period: Period;
  readonly compliance: CoolingCompliance;
  /** Of the same number of days before, without weeks. */
  readonly previous: CoolingCompliance;
  /** A page of the violations, newest first. `compliance` has their number. */
  readonly violations: { readonly page: number; readonly rows: readonly CoolingViolation[] };
}

/**
 * Loads who is cooling now, the guide's list for comparison, when the next CSM is free, the last
 * seven days, and the period's violations: receipts within the cooling period of the same CSM's
 * previous one. Team and class filters apply to receipts, not to who is cooling. Who is cooling or
 * reserved is current; the history may be up to a minute old, except for this process's own decisions.
 * @throws AppError `invalid_input`
 */
export async function getCooling(
  ctx: Context,
  input: ScopeInput,
  violationsPage = 1,
): Promise<Cooling> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const page = parseInput(pageNumberSchema, violationsPage);
  const { period, ...scope } = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  const week = periodOf({ days: 7 }, period.zone, now);
  const current = currentCooling(await ctx.readModel.facts(policy, now), policy, now);
  const [rows, history] = await Promise.all([
    ctx.warehouse.read(
      coolingReceipts({
        now,
        limits: policy,
        spellings: scope.spellings,
        accountIds: current.cooling.flatMap(({ accountId }) => accountId ?? []),
      }),
    ),
    ctx.warehouse.read(
      coolingHistory({
        limits: policy,
        scope: {
          ...scope,
          maxLanes: MAX_LANES,
          clock: period.clock,
          week,
          previous: previousPeriod(period),
          today: periodOf({ days: 1 }, period.zone, now).from,
          violations: { limit: violationsPageSize, offset: (page - 1) * violationsPageSize },
        },
      }),
      CACHE_ONE_MINUTE,
    ),
  ]);
  const csms = [...current.csms.values()];
  const classes = rowsFor(history, 'needing').map(({ segment, level, routable }) => ({
    segment,
    level,
    accounts: routable,
  }));
  const receipts = rowsFor(history, 'receipts');
  const timeline = timelineReceipts(receipts);
  const names = accountNames(receipts);
  const nameOf = (accountId: string | null) =>
    accountId === null ? null : (names.get(accountId) ?? null);
  const cooling = explainCooling(current.cooling, rows).map((each) => ({
    ...each,
    accountName: nameOf(each.accountId) ?? each.accountName,
    alsoExcludedBy: excludedBeyondCooling(current.csms.get(each.csm), policy, now),
  }));
  const guide = guideRows(rowsFor(rows, 'guide'));
  return {
    now,
    coolingHours: policy.coolingHours,
    pendingReserves: policy.pendingReserves,
    cooling,
    reserved: current.reserved,
    availability: csmAvailability(csms, policy, now.getTime()),
    toPlace: {
      accounts: classes.reduce((sum, { accounts }) => sum + accounts, 0),
      withoutEligibleCsm: countWithoutEligibleCsm(classes, csms, policy, now.getTime()),
    },
    guide: { rows: guide, differences: explainGuideDifferences(cooling, guide, now) },
    week: {
      from: week.from,
      to: week.to,
      lanes: coolingLanes(timeline.receipts, {
        from: week.from,
        coolingMs: policy.coolingHours * HOUR_MS,
        nameOf,
        managerOf: (csm) => current.managers.get(csm) ?? null,
      }),
      csms: timeline.csms,
    },
    compliance: coolingCompliance(complianceRows(receipts), period.weeks),
    previous: coolingCompliance(previousComplianceRows(receipts), []),
    period,
    violations: { page, rows: listedViolations(receipts) },
  };
}

/** What the page needs of the facts, before they change. */
function currentCooling(facts: Facts, policy: RoutingPolicy, now: Date) {
  return {
    csms: currentCsms(facts, now),
    managers: new Map([...facts.csms].map(([name, { managerName }]) => [name, managerName])),
    cooling: findCooling(facts, policy, now),
    reserved: findReserved(facts, policy, now),
  };
}

/** The rule that excludes a CSM for longer than cooling does, from accounts of their own class. */
function excludedBeyondCooling(
  csm: Csm | undefined,
  policy: RoutingPolicy,
  now: Date,
): ExclusionReason | null {
  if (!csm) return 'not_active';
  const binding = bindingExclusion(csm, accountInClass(csm), policy, now.getTime());
  return binding && binding.reason !== 'cooling' ? binding.reason : null;
}

function guideRows(
  rows: readonly Extract<CoolingReceiptsRow, { question: 'guide' }>[],
): GuideRow[] {
  return rows
    .map(({ question: _, ...row }) => row)
    .sort(
      (a, b) => b.lastAt.getTime() - a.lastAt.getTime() || compareNames(a.csm ?? '', b.csm ?? ''),
    );
}
