import 'server-only';
import { type CsmAvailability, csmAvailability } from '@/lib/analytics/shared/availability';
import {
  type CompanyOpenWork,
  engineCsms,
  readCompanyOpenWork,
} from '@/lib/analytics/shared/company';
import { normalizeClassName } from '@/lib/engine/policy';
import { currentPolicy } from '@/lib/policy/current-policy';
import { type LastReview, lastReview } from '@/lib/reviews/get-review-status';
import type { ReviewDisabledReason } from '@/lib/reviews/labels';
import { monthOf, readReviewSettings } from '@/lib/reviews/review-settings';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { requiredSchemaVersion } from '@/lib/warehouse/client';
import type { PendingRow } from '@/lib/warehouse/sql/analytics/company';
import {
  type DiagnosticsFigure,
  diagnosticsFigures,
} from '@/lib/warehouse/sql/analytics/diagnostics';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { Warehouse } from '@/lib/warehouse/types';

const DAY_MS = 86_400_000;

/** How far back runs and reviews that went wrong are told, in days. */
export const FAILURE_DAYS = 14;

type FigureRow<Name extends DiagnosticsFigure['question']> = Omit<
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
    readonly rows: readonly FigureRow<'low'>[];
  };
  readonly runs: {
    /** The newest that was not dry. */
    readonly last: FigureRow<'lastRun'> | null;
    /** When anything was last recommended, by whatever program. */
    readonly recommendedAt: Date | null;
    /** Newest first, at most ten; each says how many there are in all. */
    readonly troubles: readonly FigureRow<'runTroubles'>[];
  };
  readonly review: {
    readonly off: ReviewDisabledReason | null;
    readonly model: string | null;
    readonly tokens: number;
    /** What the policy allows in a month; null for no limit. */
    readonly limit: number | null;
    readonly last: LastReview | null;
    /** Newest first, at most five; each says how many there are in all. */
    readonly troubles: readonly FigureRow<'reviewTroubles'>[];
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
  const lowSince = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - DAY_MS);
  const asked = performance.now();
  const [figures, company, settings] = await Promise.all([
    ctx.warehouse.read(
      diagnosticsFigures({
        ...{ now, limits: policy, lowSince, month: monthOf(now) },
        troubleSince: new Date(now.getTime() - FAILURE_DAYS * DAY_MS),
      }),
    ),
    readCompanyOpenWork(ctx, policy),
    readReviewSettings(ctx),
  ]);
  const tookMs = performance.now() - asked;
  const [totals] = figureRows(figures, 'totals');
  if (!totals) throw new Error('Nothing was answered of the totals.');
  const reservedSince = new Date(now.getTime() - policy.coolingHours * HOUR_MS);
  const lately = {
    receipts: rowsFor(figures, 'receipts'),
    reservations: company.pending.flatMap(({ csm, newestAt }) =>
      newestAt > reservedSince ? [{ csm, at: newestAt }] : [],
    ),
  };
  const csms = engineCsms(company.csms, lately, company.books(), now);
  const { mayNotBeGiven, ...availability } = csmAvailability(csms, policy, now.getTime());
  return {
    at: now,
    accounts: {
      ...needingTotals(company.needing),
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
    pending: pendingTotals(company.pending, mayNotBeGiven),
    low: { since: lowSince, rows: figureRows(figures, 'low').sort(compareScores) },
    runs: {
      last: figureRows(figures, 'lastRun')[0] ?? null,
      recommendedAt: totals.recommendedAt,
      troubles: figureRows(figures, 'runTroubles').sort(compareStarted),
    },
    review: {
      off: settings.off,
      model: settings.model,
      tokens: totals.tokens,
      limit: settings.review.monthlyTokens,
      last: latestReview(figureRows(figures, 'lastReview')[0], now),
      troubles: figureRows(figures, 'reviewTroubles').sort(compareStarted),
    },
    warehouse: {
      kind: ctx.warehouse.kind,
      tookMs,
      schema: {
        version: totals.schemaVersion,
        appliedAt: totals.schemaAppliedAt,
        needed: requiredSchemaVersion(),
      },
    },
  };
}

/** The rows that answer a question, without its name. */
function figureRows<Name extends DiagnosticsFigure['question']>(
  figures: readonly DiagnosticsFigure[],
  name: Name,
): FigureRow<Name>[] {
  return rowsFor(figures, name).map(({ question, ...row }) => row);
}

function needingTotals(classes: CompanyOpenWork['needing']): NeedingAccounts {
  const isBlank = (word: string | null) => normalizeClassName(word) === null;
  const unclassed = classes.filter(({ segment, level }) => isBlank(segment) || isBlank(level));
  return {
    needing: sumBy(classes, (row) => row.accounts),
    routable: sumBy(classes, (row) => row.routable),
    pending: sumBy(classes, (row) => row.pending),
    assignedSince: sumBy(classes, (row) => row.assignedSince),
    waitingSince: earliest(classes.map(({ waitingSince }) => waitingSince)),
    withoutClass: sumBy(unclassed, (row) => row.routable),
    withoutScore: sumBy(classes, (row) => row.withoutScore),
  };
}

function pendingTotals(
  rows: readonly PendingRow[],
  mayNotBeGiven: (csm: string) => boolean,
): Diagnostics['pending'] {
  return {
    rows: sumBy(rows, (row) => row.rows),
    oldestAt: earliest(rows.map(({ oldestAt }) => oldestAt)),
    dayOld: sumBy(rows, (row) => row.long),
    low: sumBy(rows, (row) => row.low),
    unneeded: sumBy(rows, (row) => row.unneeded),
    barred: sumBy(rows, (row) => (mayNotBeGiven(row.csm) ? row.rows : 0)),
  };
}

function sumBy<Row>(rows: readonly Row[], amountOf: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + amountOf(row), 0);
}

function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment) => moment !== null);
  return known.reduce<Date | null>((first, at) => (first && first < at ? first : at), null);
}

function latestReview(row: FigureRow<'lastReview'> | undefined, now: Date): LastReview | null {
  return row ? lastReview(row, now) : null;
}

/** As the statement chose them: no score last, ties by id. */
function compareScores(a: FigureRow<'low'>, b: FigureRow<'low'>): number {
  const [left, right] = [a.score ?? Number.POSITIVE_INFINITY, b.score ?? Number.POSITIVE_INFINITY];
  if (left !== right) return left - right;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

interface Started {
  readonly id: string;
  readonly startedAt: Date;
}

function compareStarted(a: Started, b: Started): number {
  return b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1);
}
