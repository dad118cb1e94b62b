import { compareCodeUnits } from '@/lib/names';
import 'server-only';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  type ScopeInput,
  withTeams,
} from '@/lib/analytics/shared/scope';
import { capacityShares } from '@/lib/engine/objective';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { type Dimension, dimensions } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { CsmFacts } from '@/lib/read-model/facts';
import { unavailableSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { DAY_MS, DAYS_PER_MONTH } from '@/lib/time';
import { type LedgerRow, ledgerFigures } from '@/lib/warehouse/sql/analytics/ledger';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import {
  type Amounts,
  attributeSurplus,
  type LedgerCsm,
  type LedgerLine,
  type ReceiptCause,
  type RunAllocation,
  receiptCauses,
  recordFromKeys,
} from './attribution';

/** An active CSM in the selected teams. */
export interface LedgerEntry {
  readonly name: string;
  readonly manager: string | null;
  readonly tenureMonths: number | null;
  readonly lines: Readonly<Record<Dimension, LedgerLine>>;
}

export interface Ledger {
  readonly period: Period;
  /** Sorted by name. */
  readonly entries: readonly LedgerEntry[];
  /** Number of active CSMs, in any team. Shares are among all of them. */
  readonly active: number;
  /** Amounts received by all active CSMs, by cause. */
  readonly totals: Readonly<Record<ReceiptCause, Amounts>>;
  /** Amounts received by CSMs who are no longer active, sorted by name. */
  readonly former: readonly { readonly name: string; readonly received: Amounts }[];
  /** Number of received accounts with a missing score, which counts as the median. */
  readonly assumed: Readonly<Record<'neediness' | 'health' | 'revenue', number>>;
  /** Accounts placed by runs without a record of who was unavailable. */
  readonly unrecorded: number;
}

/**
 * Returns who received more or less than their share in a period, per dimension, and why.
 * - Accepted and overridden recommendations count by the time they were made, with the scores they
 *   were made with. An account is red by its health then and the current policy.
 * - Assignments without a recommendation of the account to the CSM count by their assignment date.
 * - A missing score counts as the median of everything received in the period.
 * - A share is the CSM's part of the capacity of all active CSMs. See `attributeSurplus` for causes.
 *
 * Data written outside this process may be up to a minute old.
 * @throws AppError `invalid_input`
 */
export async function getLedger(ctx: Context, input: ScopeInput): Promise<Ledger> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  const [rows, facts] = await Promise.all([
    ctx.warehouse.read(ledgerFigures({ scope, limits: policy }), CACHE_ONE_MINUTE),
    ctx.readModel.facts(policy, now),
  ]);
  const csms = [...facts.csms.values()].sort((a, b) => compareCodeUnits(a.name, b.name));
  const active = csms.filter((csm) => csm.active);
  const received = rowsFor(rows, 'received');
  const activeInLedger = ledgerCsms(active, received, { policy, now });
  const placed = rowsFor(rows, 'placed');
  const lines = attributeSurplus(activeInLedger, placed.map(runAllocation));
  const team = scope.csms && new Set(scope.csms);
  const inTeams = (name: string) => team === null || team.has(name);
  const activeNames = new Set(active.map(({ name }) => name));
  const former = groupByCsm(received.filter(({ csm }) => !activeNames.has(csm) && inTeams(csm)));
  const missing = (column: 'noNeediness' | 'noHealth' | 'noRevenue') =>
    received.reduce((sum, row) => sum + row[column], 0);
  return {
    period: scope.period,
    entries: active.flatMap(({ name, managerName, tenureMonths }, j) => {
      const csmLines = lines[j];
      return csmLines && inTeams(name)
        ? [{ name, manager: managerName, tenureMonths, lines: csmLines }]
        : [];
    }),
    active: active.length,
    totals: recordFromKeys(receiptCauses, (cause) =>
      sumAmounts(activeInLedger.map((csm) => csm.received[cause])),
    ),
    former: [...former]
      .map(([name, csmRows]) => ({
        name,
        received: sumAmounts(Object.values(receivedByCause(csmRows))),
      }))
      .sort((a, b) => compareCodeUnits(a.name, b.name)),
    assumed: {
      neediness: missing('noNeediness'),
      health: missing('noHealth'),
      revenue: missing('noRevenue'),
    },
    unrecorded: placed.reduce(
      (sum, { unavailable, accounts }) => sum + (unavailable === null ? accounts : 0),
      0,
    ),
  };
}

function runAllocation(
  row: Amounts & { readonly unavailable: string | null; readonly day: number },
): RunAllocation {
  const { unavailable, day } = row;
  return {
    unavailable: unavailable === null ? [] : parseUnavailable(unavailable),
    day,
    amounts: recordFromKeys(dimensions, (dimension) => row[dimension]),
  };
}

export type ReceivedRow = Extract<LedgerRow, { question: 'received' }>;

const ZERO_AMOUNTS: Amounts = recordFromKeys(dimensions, () => 0);

/**
 * Converts active CSMs to ledger CSMs. The start day comes from the tenure, or from the first receipt
 * if that is earlier, because tenure is only known in months.
 */
function ledgerCsms(
  active: readonly CsmFacts[],
  received: readonly ReceivedRow[],
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): readonly LedgerCsm[] {
  const { red, ...shares } = capacityShares(active, policy);
  // If nobody has the desired tenure for red accounts, everyone shares them.
  const redShares = red.some((share) => share > 0) ? red : shares.accounts;
  const rowsByCsm = groupByCsm(received);
  return active.map(({ name, tenureMonths }, j) => {
    const csmRows = rowsByCsm.get(name) ?? [];
    const startDay =
      tenureMonths === null
        ? null
        : Math.floor(now.getTime() / DAY_MS - Math.max(0, tenureMonths) * DAYS_PER_MONTH);
    return {
      name,
      shares: recordFromKeys(
        dimensions,
        (dimension) => (dimension === 'red' ? redShares : shares[dimension])[j] as number,
      ),
      startDay:
        startDay === null ? null : Math.min(startDay, ...csmRows.map(({ firstDay }) => firstDay)),
      received: receivedByCause(csmRows),
    };
  });
}

function groupByCsm(received: readonly ReceivedRow[]): ReadonlyMap<string, ReceivedRow[]> {
  const rows = new Map<string, ReceivedRow[]>();
  for (const row of received) rows.set(row.csm, [...(rows.get(row.csm) ?? []), row]);
  return rows;
}

function receivedByCause(rows: readonly ReceivedRow[]): Readonly<Record<ReceiptCause, Amounts>> {
  return recordFromKeys(receiptCauses, (cause) => {
    const row = rows.find((each) => each.cause === cause);
    return row ? recordFromKeys(dimensions, (dimension) => row[dimension]) : ZERO_AMOUNTS;
  });
}

function sumAmounts(all: readonly Amounts[]): Amounts {
  return recordFromKeys(dimensions, (dimension) =>
    all.reduce((sum, each) => sum + each[dimension], 0),
  );
}

/** About two months of frequent runs. */
const MAX_CACHED_RUNS = 2_000;
const unavailableCache = new Map<string, readonly string[]>();

/**
 * Parses the names of unavailable CSMs from a run's JSON. Cached, because a run's record never
 * changes and every ledger reads the same runs.
 */
function parseUnavailable(json: string): readonly string[] {
  const cached = unavailableCache.get(json);
  if (cached) return cached;
  const names = Object.values(unavailableSchema.parse(JSON.parse(json))).flat();
  if (unavailableCache.size >= MAX_CACHED_RUNS) unavailableCache.clear();
  unavailableCache.set(json, names);
  return names;
}
