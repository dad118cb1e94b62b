import 'server-only';
import { readCompany } from '@/lib/analytics/shared/company';
import {
  CACHE_ONE_MINUTE,
  type Period,
  parseScope,
  type ScopeChoices,
  type ScopeInput,
} from '@/lib/analytics/shared/scope';
import { capacityShares } from '@/lib/engine/objective';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { type Dimension, dimensions } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { unavailableSchema } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import type { CompanyCsm } from '@/lib/warehouse/sql/analytics/company';
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

/** An active CSM of the team that is asked for. */
export interface LedgerEntry {
  readonly name: string;
  readonly manager: string | null;
  readonly tenureMonths: number | null;
  readonly lines: Readonly<Record<Dimension, LedgerLine>>;
}

export interface Ledger {
  readonly period: Period;
  /** By name. */
  readonly entries: readonly LedgerEntry[];
  /** How many CSMs are active in all: the shares are of everybody, whichever team is shown. */
  readonly active: number;
  /** What all active CSMs received, by cause. */
  readonly totals: Readonly<Record<ReceiptCause, Amounts>>;
  /** What was received by those who are not active any more, by name. */
  readonly former: readonly { readonly name: string; readonly received: Amounts }[];
  /** How many accounts were received with a score missing, which counts with the median. */
  readonly assumed: Readonly<Record<'neediness' | 'health' | 'revenue', number>>;
  /** Accounts given in runs that kept no record of who could not receive. */
  readonly unrecorded: number;
  /** What the page can be narrowed to, which the same statements know. */
  readonly choices: ScopeChoices;
}

/**
 * Answers who received more or less than their share in a period, in each dimension, and why.
 * Received is what accepted recommendations brought (by when they were made), what overrides
 * brought whom they named, and what was assigned (by when) without any recommendation that gave
 * this account to this CSM. Amounts are those a recommendation was made with; a missing score
 * counts with the median of all that was received in the period. An account is red by its health
 * then, under the policy of now. A share is one's part of the capacity of all active CSMs;
 * see `ledgerOf` for the causes. All as it was at most a minute ago where another server or program
 * wrote.
 * @throws AppError `invalid_input`
 */
export async function getLedger(ctx: Context, asked: ScopeInput): Promise<Ledger> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = parseScope(asked, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const [rows, company] = await Promise.all([
    ctx.warehouse.read(ledgerFigures({ scope, limits: policy }), CACHE_ONE_MINUTE),
    readCompany(ctx, policy),
  ]);
  const known = company.csms.toSorted((a, b) => byText(a.name, b.name));
  const active = known.filter((csm) => csm.active);
  const received = rowsFor(rows, 'received');
  const csms = ledgerCsms(active, received, { policy, now });
  const given = rowsFor(rows, 'given');
  const lines = attributeSurplus(csms, given.map(runAllocation));
  const managers = new Set<string | null>(scope.managers);
  const inTeam = new Map(known.map(({ name, manager }) => [name, managers.has(manager)]));
  const isActive = new Set(active.map(({ name }) => name));
  const everyTeam = scope.managers.length === 0;
  const shown = (name: string) => everyTeam || inTeam.get(name) === true;
  const former = groupByCsm(received.filter(({ csm }) => !isActive.has(csm) && shown(csm)));
  const missing = (count: 'noNeediness' | 'noHealth' | 'noRevenue') =>
    received.reduce((sum, row) => sum + row[count], 0);
  return {
    period: scope.period,
    entries: active.flatMap(({ name, manager, tenureMonths }, j) => {
      const own = lines[j];
      return own && shown(name) ? [{ name, manager, tenureMonths, lines: own }] : [];
    }),
    active: active.length,
    totals: recordFromKeys(receiptCauses, (cause) =>
      sumAmounts(csms.map((csm) => csm.received[cause])),
    ),
    former: [...former]
      .map(([name, own]) => ({ name, received: sumAmounts(Object.values(receivedByCause(own))) }))
      .sort((a, b) => byText(a.name, b.name)),
    assumed: {
      neediness: missing('noNeediness'),
      health: missing('noHealth'),
      revenue: missing('noRevenue'),
    },
    unrecorded: given.reduce(
      (sum, { unavailable, accounts }) => sum + (unavailable === null ? accounts : 0),
      0,
    ),
    choices: company.choices,
  };
}

function runAllocation(
  given: Amounts & { readonly unavailable: string | null; readonly day: number },
): RunAllocation {
  const { unavailable, day } = given;
  return {
    unavailable: unavailable === null ? [] : parseUnavailable(unavailable),
    day,
    amounts: recordFromKeys(dimensions, (dimension) => given[dimension]),
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

export type ReceivedRow = Extract<LedgerRow, { question: 'received' }>;

const DAY_MS = 86_400_000;
/** The mean length of a month, in days. */
const DAYS_PER_MONTH = 30.4375;

const ZERO_AMOUNTS: Amounts = recordFromKeys(dimensions, () => 0);

/**
 * Active CSMs as the ledger counts them. One is here since their tenure says so or, where that is
 * known only to the month, since the first day on which they received something.
 */
function ledgerCsms(
  active: readonly CompanyCsm[],
  received: readonly ReceivedRow[],
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): readonly LedgerCsm[] {
  const { red, ...shares } = capacityShares(active, policy);
  // Without anybody of the tenure that a red account wants, they are everybody's.
  const ofRed = red.some((share) => share > 0) ? red : shares.accounts;
  const rows = groupByCsm(received);
  return active.map(({ name, tenureMonths }, j) => {
    const own = rows.get(name) ?? [];
    const since =
      tenureMonths === null
        ? null
        : Math.floor(now.getTime() / DAY_MS - Math.max(0, tenureMonths) * DAYS_PER_MONTH);
    return {
      name,
      shares: recordFromKeys(
        dimensions,
        (dimension) => (dimension === 'red' ? ofRed : shares[dimension])[j] as number,
      ),
      hereFrom: since === null ? null : Math.min(since, ...own.map(({ firstDay }) => firstDay)),
      received: receivedByCause(own),
    };
  });
}

/** What each CSM received, by their name. */
function groupByCsm(received: readonly ReceivedRow[]): ReadonlyMap<string, ReceivedRow[]> {
  const rows = new Map<string, ReceivedRow[]>();
  for (const row of received) rows.set(row.csm, [...(rows.get(row.csm) ?? []), row]);
  return rows;
}

/** What was received, by cause. */
function receivedByCause(rows: readonly ReceivedRow[]): Readonly<Record<ReceiptCause, Amounts>> {
  return recordFromKeys(receiptCauses, (cause) => {
    const row = rows.find((each) => each.cause === cause);
    return row ? recordFromKeys(dimensions, (dimension) => row[dimension]) : ZERO_AMOUNTS;
  });
}

/** Several amounts as one. */
function sumAmounts(all: readonly Amounts[]): Amounts {
  return recordFromKeys(dimensions, (dimension) =>
    all.reduce((sum, each) => sum + each[dimension], 0),
  );
}

/** About two months of many runs a day; a year's would not be worth their memory. */
const MAX_CACHED_RUNS = 2_000;
const unavailableCache = new Map<string, readonly string[]>();

/**
 * Everybody who could receive nothing by what a run kept. What was read before is remembered, for
 * a run's record never changes and a ledger reads the same ones again and again.
 */
function parseUnavailable(kept: string): readonly string[] {
  const before = unavailableCache.get(kept);
  if (before) return before;
  const names = Object.values(unavailableSchema.parse(JSON.parse(kept))).flat();
  if (unavailableCache.size >= MAX_CACHED_RUNS) unavailableCache.clear();
  unavailableCache.set(kept, names);
  return names;
}
