import 'server-only';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { currentPolicy } from '@/lib/policy/current-policy';
import { type LastReview, lastReview } from '@/lib/review/get-review-standing';
import { monthOf } from '@/lib/review/month';
import type { ReviewOff } from '@/lib/review/off-words';
import { readReviewSettings } from '@/lib/review/review-settings';
import { classWord } from '@/lib/routing/capacity';
import { hour } from '@/lib/routing/hours';
import { neededSchemaVersion } from '@/lib/warehouse/open';
import { answersOf } from '@/lib/warehouse/sql/answers';
import type { PendingRow } from '@/lib/warehouse/sql/company';
import { type DiagnosticsFigure, diagnosticsFigures } from '@/lib/warehouse/sql/diagnostics';
import type { Warehouse } from '@/lib/warehouse/types';
import { type CompanyStanding, readCompanyStanding } from './company';
import { availabilityOf, type CsmAvailability } from './diagnostics-csms';
import { standingCsmsOf } from './standing-csms';

const day = 86_400_000;

/** How far back runs and reviews that went wrong are told, in days. */
export const troubleDays = 14;

type Of<Name extends DiagnosticsFigure['question']> = Omit<
  Extract<DiagnosticsFigure, { question: Name }>,
  'question'
>;

/** Accounts that need a CSM, each once. */
interface NeedingAccounts {
  readonly needing: number;
  /** Those that a run may place. */
  readonly routable: number;
  readonly pending: number;
  /** Those that were assigned since they need a CSM, and have nothing pending. */
  readonly assignedSince: number;
  /** Since when the first of those that a run may place has needed a CSM. */
  readonly waitingSince: Date | null;
  /** Of those that a run may place. */
  readonly withoutClass: number;
  /** Of those that a run may place. */
  readonly withoutScore: number;
}

/** The figures of the guide's troubleshooting and what stands behind them. */
export interface Diagnostics {
  readonly at: Date;
  readonly accounts: NeedingAccounts & {
    /** The guide's `needs_csm_count`: rows, of which some may have no id or repeat one. */
    readonly guide: { readonly rows: number; readonly unnamed: number; readonly accounts: number };
  };
  readonly csms: Omit<CsmAvailability, 'mayNotBeGiven'> & {
    /** The guide's `eligible_csm_count`: rows of the active list. */
    readonly guide: { readonly rows: number; readonly unnamed: number; readonly csms: number };
  };
  /** The most accounts that a run gives a CSM. */
  readonly maxPerRun: number;
  readonly pending: {
    readonly rows: number;
    readonly oldestAt: Date | null;
    /** Made a day before the last full hour, or earlier. */
    readonly dayOld: number;
    /** With a score of `lowScore` or less. */
    readonly low: number;
    /** Of accounts that do not need a CSM any longer. */
    readonly unneeded: number;
    /** For a CSM who may not receive an account now. */
    readonly barred: number;
  };
  /** The guide's ten recommendations that were not accepted, the lowest scores first. */
  readonly low: {
    /** Yesterday at midnight UTC, as the guide counts a day. */
    readonly since: Date;
    readonly rows: readonly Of<'low'>[];
  };
  readonly runs: {
    /** The newest that was not dry. */
    readonly last: Of<'lastRun'> | null;
    /** When anything was last recommended, by whatever program. */
    readonly recommendedAt: Date | null;
    /** Newest first, at most ten; each says how many there are in all. */
    readonly troubles: readonly Of<'runTroubles'>[];
  };
  readonly review: {
    readonly off: ReviewOff | null;
    readonly model: string | null;
    readonly tokens: number;
    /** What the policy allows in a month; null for no limit. */
    readonly limit: number | null;
    readonly last: LastReview | null;
    /** Newest first, at most five; each says how many there are in all. */
    readonly troubles: readonly Of<'reviewTroubles'>[];
  };
  readonly warehouse: {
    readonly kind: Warehouse['kind'];
    /** How long the statement of this page took, in milliseconds. */
    readonly tookMs: number;
    readonly schema: {
      readonly version: number | null;
      readonly appliedAt: Date | null;
      readonly needed: number;
    };
  };
}

/**
 * Answers how things stand now, as the guide's troubleshooting asks: one statement, the policy, and
 * who there is, who owns how many accounts, which need a CSM and what waits for a decision, which is
 * as it was at most a minute ago.
 * @throws AppError with a `warehouse_*` code or `timeout` where the warehouse does not answer.
 */
export async function getDiagnostics(ctx: Context): Promise<Diagnostics> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { policy } = await currentPolicy(ctx.warehouse);
  const lowSince = new Date(Math.floor(now.getTime() / day) * day - day);
  const asked = performance.now();
  const [figures, company, settings] = await Promise.all([
    ctx.warehouse.read(
      diagnosticsFigures({
        ...{ now, limits: policy, lowSince, month: monthOf(now) },
        troubleSince: new Date(now.getTime() - troubleDays * day),
      }),
    ),
    readCompanyStanding(ctx, policy),
    readReviewSettings(ctx),
  ]);
  const tookMs = performance.now() - asked;
  const [totals] = rowsOf(figures, 'totals');
  if (!totals) throw new Error('Nothing was answered of the totals.');
  const reservedSince = new Date(now.getTime() - policy.coolingHours * hour);
  const lately = {
    receipts: answersOf(figures, 'receipts'),
    reservations: company.pending.flatMap(({ csm, newestAt }) =>
      newestAt > reservedSince ? [{ csm, at: newestAt }] : [],
    ),
  };
  const csms = standingCsmsOf(company.csms, lately, company.books(), now);
  const { mayNotBeGiven, ...availability } = availabilityOf(csms, policy, now.getTime());
  return {
    at: now,
    accounts: {
      ...needingIn(company.needing),
      guide: {
        rows: totals.onboardingRows,
        unnamed: totals.onboardingUnnamed,
        accounts: totals.onboardingAccounts,
      },
    },
    csms: {
      ...availability,
      guide: { rows: totals.activeRows, unnamed: totals.activeUnnamed, csms: totals.activeCsms },
    },
    maxPerRun: policy.maxPerRun,
    pending: pendingOf(company.pending, mayNotBeGiven),
    low: { since: lowSince, rows: rowsOf(figures, 'low').sort(lowestFirst) },
    runs: {
      last: rowsOf(figures, 'lastRun')[0] ?? null,
      recommendedAt: totals.recommendedAt,
      troubles: rowsOf(figures, 'runTroubles').sort(newestFirst),
    },
    review: {
      off: settings.off,
      model: settings.model,
      tokens: totals.tokens,
      limit: settings.review.monthlyTokens,
      last: lastOf(rowsOf(figures, 'lastReview')[0], now),
      troubles: rowsOf(figures, 'reviewTroubles').sort(newestFirst),
    },
    warehouse: {
      kind: ctx.warehouse.kind,
      tookMs,
      schema: {
        version: totals.schemaVersion,
        appliedAt: totals.schemaAppliedAt,
        needed: neededSchemaVersion(),
      },
    },
  };
}

/** The rows that answer a question, without its name. */
function rowsOf<Name extends DiagnosticsFigure['question']>(
  figures: readonly DiagnosticsFigure[],
  name: Name,
): Of<Name>[] {
  return answersOf(figures, name).map(({ question, ...row }) => row);
}

function needingIn(classes: CompanyStanding['needing']): NeedingAccounts {
  const isBlank = (word: string | null) => classWord(word) === null;
  const unclassed = classes.filter(({ segment, level }) => isBlank(segment) || isBlank(level));
  return {
    needing: sumOf(classes, (row) => row.accounts),
    routable: sumOf(classes, (row) => row.routable),
    pending: sumOf(classes, (row) => row.pending),
    assignedSince: sumOf(classes, (row) => row.assignedSince),
    waitingSince: firstOf(classes.map(({ waitingSince }) => waitingSince)),
    withoutClass: sumOf(unclassed, (row) => row.routable),
    withoutScore: sumOf(classes, (row) => row.withoutScore),
  };
}

function pendingOf(
  rows: readonly PendingRow[],
  mayNotBeGiven: (csm: string) => boolean,
): Diagnostics['pending'] {
  return {
    rows: sumOf(rows, (row) => row.rows),
    oldestAt: firstOf(rows.map(({ oldestAt }) => oldestAt)),
    dayOld: sumOf(rows, (row) => row.long),
    low: sumOf(rows, (row) => row.low),
    unneeded: sumOf(rows, (row) => row.unneeded),
    barred: sumOf(rows, (row) => (mayNotBeGiven(row.csm) ? row.rows : 0)),
  };
}

function sumOf<Row>(rows: readonly Row[], amountOf: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + amountOf(row), 0);
}

function firstOf(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null);
  return known.reduce<Date | null>((first, at) => (first && first < at ? first : at), null);
}

function lastOf(row: Of<'lastReview'> | undefined, now: Date): LastReview | null {
  return row ? lastReview(row, now) : null;
}

/** As the statement chose them: no score last, ties by id. */
function lowestFirst(a: Of<'low'>, b: Of<'low'>): number {
  const [left, right] = [a.score ?? Number.POSITIVE_INFINITY, b.score ?? Number.POSITIVE_INFINITY];
  if (left !== right) return left - right;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

interface Begun {
  readonly id: string;
  readonly startedAt: Date;
}

function newestFirst(a: Begun, b: Begun): number {
  return b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1);
}
