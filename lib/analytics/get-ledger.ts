import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { currentPolicy } from '@/lib/policy/current-policy';
import { type Dimension, dimensions } from '@/lib/routing/types';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { ledgerFigures } from '@/lib/warehouse/sql/ledger';
import { readCompany } from './company';
import type { ScopeChoices } from './get-scope-choices';
import {
  type Amounts,
  type Gift,
  type LedgerLine,
  ledgerOf,
  type ReceiptCause,
  receiptCauses,
  recordOf,
} from './ledger';
import { byCsm, ledgerCsms, receivedBy, sumOf } from './ledger-csms';
import type { Period } from './period';
import { remembered } from './remembered';
import { type AskedScope, parseScope } from './scope';
import { unavailableIn } from './unavailable-in';

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
export async function getLedger(ctx: Context, asked: AskedScope): Promise<Ledger> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const scope = parseScope(asked, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const [rows, company] = await Promise.all([
    ctx.warehouse.read(ledgerFigures({ scope, limits: policy }), remembered),
    readCompany(ctx, policy),
  ]);
  const known = company.csms.toSorted((a, b) => byText(a.name, b.name));
  const active = known.filter((csm) => csm.active);
  const received = answersOf(rows, 'received');
  const csms = ledgerCsms(active, received, { policy, now });
  const given = answersOf(rows, 'given');
  const lines = ledgerOf(csms, given.map(giftOf));
  const managers = new Set<string | null>(scope.managers);
  const inTeam = new Map(known.map(({ name, manager }) => [name, managers.has(manager)]));
  const isActive = new Set(active.map(({ name }) => name));
  const everyTeam = scope.managers.length === 0;
  const shown = (name: string) => everyTeam || inTeam.get(name) === true;
  const former = byCsm(received.filter(({ csm }) => !isActive.has(csm) && shown(csm)));
  const missing = (count: 'noNeediness' | 'noHealth' | 'noRevenue') =>
    received.reduce((sum, row) => sum + row[count], 0);
  return {
    period: scope.period,
    entries: active.flatMap(({ name, manager, tenureMonths }, j) => {
      const own = lines[j];
      return own && shown(name) ? [{ name, manager, tenureMonths, lines: own }] : [];
    }),
    active: active.length,
    totals: recordOf(receiptCauses, (cause) => sumOf(csms.map((csm) => csm.received[cause]))),
    former: [...former]
      .map(([name, own]) => ({ name, received: sumOf(Object.values(receivedBy(own))) }))
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

function giftOf(
  given: Amounts & { readonly unavailable: string | null; readonly day: number },
): Gift {
  const { unavailable, day } = given;
  return {
    unavailable: unavailable === null ? [] : unavailableIn(unavailable),
    day,
    amounts: recordOf(dimensions, (dimension) => given[dimension]),
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
