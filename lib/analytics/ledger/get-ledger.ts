import { compareCodeUnits } from '@/lib/names';
import 'server-only';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  type ScopeInput,
  withTeams,
} from '@/lib/analytics/shared/scope';
import { classKey, groupByClass } from '@/lib/engine/account-class';
import { committedByClass } from '@/lib/engine/load';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { type ClassShares, sharesByClass, sharesOfAll, sumByClass } from '@/lib/engine/shares';
import { type Csm, type Dimension, dimensions } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { currentCsms } from '@/lib/read-model/csms';
import { unavailableSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { DAY_MS, DAYS_PER_MONTH } from '@/lib/time';
import { type LedgerRow, ledgerFigures } from '@/lib/warehouse/sql/analytics/ledger';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import {
  type Amounts,
  attributeSurplus,
  type LedgerLine,
  type ReceiptCause,
  type RunAllocation,
  receiptCauses,
  recordFromKeys,
  surplusCauses,
} from './attribution';

/** A CSM's figures in one dimension, and what their classes brought. */
export interface EntryLine extends LedgerLine {
  /**
   * The share minus what the CSM's capacity alone would give of everything that active CSMs received:
   * positive if the classes they take had much intake for the capacity there. Adds up to 0 over all CSMs.
   */
  readonly intakeByClass: number;
}

/** An active CSM in the selected teams. */
export interface LedgerEntry {
  readonly name: string;
  readonly manager: string | null;
  readonly tenureMonths: number | null;
  /** Of the accounts that the CSM takes; null takes any. */
  readonly segment: string | null;
  readonly level: string | null;
  readonly lines: Readonly<Record<Dimension, EntryLine>>;
}

export interface Ledger {
  readonly period: Period;
  /** Sorted by name. */
  readonly entries: readonly LedgerEntry[];
  /** Number of active CSMs, in any team. */
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
 * - Each class of accounts is shared among the active CSMs who may take it (`sharesByClass`). See
 *   `attributeSurplus` for causes. What a CSM received of all classes is added up. How much intake
 *   their classes had is not part of the surplus, but separate.
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
  const active = [...currentCsms(facts, now).values()]
    .filter((csm) => csm.active)
    .sort((a, b) => compareCodeUnits(a.name, b.name));
  const activeNames = new Set(active.map(({ name }) => name));
  const received = rowsFor(rows, 'received');
  const receivedByActive = received.filter(({ csm }) => activeNames.has(csm));
  const placed = rowsFor(rows, 'placed');
  const lines = ledgerLines(active, receivedByActive, placed, { policy, now });
  const team = scope.csms && new Set(scope.csms);
  const inTeams = (name: string) => team === null || team.has(name);
  const former = groupByCsm(received.filter(({ csm }) => !activeNames.has(csm) && inTeams(csm)));
  const missing = (column: 'noNeediness' | 'noHealth' | 'noRevenue') =>
    received.reduce((sum, row) => sum + row[column], 0);
  return {
    period: scope.period,
    entries: active.flatMap(({ name, tenureMonths, segment, level }, j) => {
      const csmLines = lines[j];
      const manager = facts.csms.get(name)?.managerName ?? null;
      const entry = { name, manager, tenureMonths, segment, level };
      return csmLines && inTeams(name) ? [{ ...entry, lines: csmLines }] : [];
    }),
    active: active.length,
    totals: recordFromKeys(receiptCauses, (cause) =>
      sumAmounts(receivedByActive.filter((row) => row.cause === cause)),
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

type ReceivedRow = Extract<LedgerRow, { question: 'received' }>;
type PlacedRow = Extract<LedgerRow, { question: 'placed' }>;

const ZERO_AMOUNTS: Amounts = recordFromKeys(dimensions, () => 0);

/** Each active CSM's lines, added up over the classes of accounts. */
function ledgerLines(
  active: readonly Csm[],
  received: readonly ReceivedRow[],
  placed: readonly PlacedRow[],
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): readonly Readonly<Record<Dimension, EntryLine>>[] {
  const classes = groupByClass([...received, ...placed]);
  const startDays = firstDays(active, received, now);
  const shares = sharesByClass(
    active,
    sumByClass([
      ...active.flatMap((csm) => committedByClass(csm, policy)),
      ...classes.map(({ segment, level }) => ({ segment, level, amounts: ZERO_AMOUNTS })),
    ]),
    policy,
  );
  const sharesOf = new Map(shares.map((each) => [classKey(each), each]));
  const lines = classes.map((accountClass) => {
    const { accounts, red } = sharesOf.get(classKey(accountClass)) as ClassShares;
    const byCsm = groupByCsm(accountClass.items.filter((row) => row.question === 'received'));
    return attributeSurplus(
      active.map(({ name }, j) => ({
        name,
        shares: recordFromKeys(
          dimensions,
          (dimension) => (dimension === 'red' ? red : accounts)[j] as number,
        ),
        startDay: startDays[j] ?? null,
        received: receivedByCause(byCsm.get(name) ?? []),
      })),
      accountClass.items.filter((row) => row.question === 'placed').map(runAllocation),
    );
  });
  const ofAll = sharesOfAll(active, policy);
  const totals = sumAmounts(received);
  return active.map((_, j) =>
    recordFromKeys(dimensions, (dimension) => {
      const line = sumLines(lines.map((ofClass) => ofClass[j]?.[dimension] as LedgerLine));
      const byCapacity = (dimension === 'red' ? ofAll.red : ofAll.accounts)[j] as number;
      return { ...line, intakeByClass: line.share - byCapacity * totals[dimension] };
    }),
  );
}

/**
 * Each CSM's first day, in days since 1970-01-01: by their tenure, or when they first received an account
 * if that is earlier, because tenure is only known in months. Null if unknown.
 */
function firstDays(
  active: readonly Csm[],
  received: readonly ReceivedRow[],
  now: Date,
): readonly (number | null)[] {
  const rowsByCsm = groupByCsm(received);
  return active.map(({ name, tenureMonths }) => {
    if (tenureMonths === null) return null;
    const hired = Math.floor(now.getTime() / DAY_MS - Math.max(0, tenureMonths) * DAYS_PER_MONTH);
    return Math.min(hired, ...(rowsByCsm.get(name) ?? []).map(({ firstDay }) => firstDay));
  });
}

function runAllocation(row: PlacedRow): RunAllocation {
  const { unavailable, day } = row;
  return {
    unavailable: unavailable === null ? [] : parseUnavailable(unavailable),
    day,
    amounts: recordFromKeys(dimensions, (dimension) => row[dimension]),
  };
}

function sumLines(lines: readonly LedgerLine[]): LedgerLine {
  const sum = (amount: (line: LedgerLine) => number) =>
    lines.reduce((total, line) => total + amount(line), 0);
  return {
    received: sum(({ received }) => received),
    share: sum(({ share }) => share),
    surplus: sum(({ surplus }) => surplus),
    causes: recordFromKeys(surplusCauses, (cause) => sum(({ causes }) => causes[cause])),
  };
}

function groupByCsm(received: readonly ReceivedRow[]): ReadonlyMap<string, ReceivedRow[]> {
  const rows = new Map<string, ReceivedRow[]>();
  for (const row of received) rows.set(row.csm, [...(rows.get(row.csm) ?? []), row]);
  return rows;
}

function receivedByCause(rows: readonly ReceivedRow[]): Readonly<Record<ReceiptCause, Amounts>> {
  return recordFromKeys(receiptCauses, (cause) =>
    sumAmounts(rows.filter((row) => row.cause === cause)),
  );
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
