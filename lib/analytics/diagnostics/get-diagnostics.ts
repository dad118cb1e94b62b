import 'server-only';
import { type CsmAvailability, csmAvailability } from '@/lib/analytics/shared/availability';
import { CACHE_ONE_MINUTE } from '@/lib/analytics/shared/scope';
import { compareCodeUnits } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { currentCsms, tenureOf } from '@/lib/read-model/csms';
import type { Facts } from '@/lib/read-model/facts';
import { type OrphanedBook, orphanedBooks } from '@/lib/read-model/orphaned-books';
import { type ReviewDisabledReason, reviewDisabledReason } from '@/lib/reviews/labels';
import { type LastReview, lastReview } from '@/lib/reviews/types';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { monthOf } from '@/lib/time';
import { type NeedingRow, needingAccounts } from '@/lib/warehouse/sql/analytics/company';
import {
  type DiagnosticsFigure,
  diagnosticsFigures,
} from '@/lib/warehouse/sql/analytics/diagnostics';
import { accountsOfOwners } from '@/lib/warehouse/sql/marked-accounts';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { Warehouse } from '@/lib/warehouse/types';
import { findBlockedAccounts } from './blocked-accounts';
import { type MissingCsmDetails, missingCsmDetails } from './missing-csm-details';
import { checkNames, type NameCheck } from './name-check';
import {
  type NeedingAccounts,
  needingAccountsOf,
  type RoutableAccountRow,
  sumBy,
} from './needing-accounts';
import { type PendingTotals, pendingTotals } from './pending-totals';

type FigureRow<Name extends DiagnosticsFigure['question']> = Omit<
  Extract<DiagnosticsFigure, { question: Name }>,
  'question'
>;

/** The scores of all accounts as they are in the data. */
export type ScoreRanges = Omit<Extract<NeedingRow, { question: 'scores' }>, 'question'>;

export type OffScaleAccount = Omit<Extract<NeedingRow, { question: 'offScale' }>, 'question'>;

/** The accounts of an owner who is not an active CSM, in the policy's classes. */
export interface OrphanedAccounts extends OrphanedBook {
  /** Those that already wait for a CSM. */
  readonly waiting: number;
}

/** The figures of the guide's troubleshooting section and their details. */
export interface Diagnostics {
  readonly at: Date;
  readonly accounts: NeedingAccounts & {
    /** The accounts to place that no active CSM can take. */
    readonly blocked: ReturnType<typeof findBlockedAccounts<RoutableAccountRow>>;
    /** `rows` is the guide's `needs_csm_count`; rows may lack an id or repeat one. */
    readonly guide: {
      readonly rows: number;
      readonly withoutId: number;
      readonly accounts: number;
    };
    readonly scores: ScoreRanges;
    /** The accounts with the highest scores, if these are not on our scale: highest first. */
    readonly offScale: readonly OffScaleAccount[];
    /** The onboarding view's statuses, each with its number of rows. */
    readonly statuses: readonly FigureRow<'statuses'>[];
  };
  readonly csms: CsmAvailability & {
    /** `rows` is the guide's `eligible_csm_count`: rows of the active list. */
    readonly guide: { readonly rows: number; readonly withoutName: number; readonly csms: number };
    /** Active CSMs without a tenure, manager, or class. */
    readonly missing: MissingCsmDetails;
  };
  /** Owners who are not active CSMs: former CSMs first, then the most accounts. */
  readonly orphaned: readonly OrphanedAccounts[];
  /** The maximum number of accounts per CSM and run. */
  readonly names: NameCheck;
  /** Accounts that start to need a CSM in the future. */
  readonly startingLater: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly since: Date;
  }[];
  readonly maxPerRun: number;
  readonly overdueAfterHours: number;
  readonly pending: PendingTotals;
  readonly runs: {
    /** The newest run that was not a dry run. */
    readonly last: FigureRow<'lastRun'> | null;
    /** When anything was last recommended, by any program. */
    readonly recommendedAt: Date | null;
  };
  readonly review: {
    readonly off: ReviewDisabledReason | null;
    readonly model: string | null;
    readonly tokens: number;
    /** The policy's monthly budget; null for no limit. */
    readonly limit: number | null;
    readonly last: LastReview | null;
  };
  readonly warehouse: {
    readonly kind: Warehouse['kind'];
    /** How long this page's statements took, in milliseconds. */
    readonly queryMs: number;
    readonly schema: {
      readonly version: number | null;
      readonly appliedAt: Date | null;
      readonly required: number;
    };
  };
}

/**
 * Loads the current figures of the guide's troubleshooting section. The counts of accounts that need a
 * CSM may be up to a minute old.
 * @throws AppError `timeout` or a `warehouse_*` code if the warehouse does not respond
 */
export async function getDiagnostics(ctx: Context): Promise<Diagnostics> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { policy } = await currentPolicy(ctx.warehouse);
  const startedAt = performance.now();
  const [figures, needing, { facts, work }] = await Promise.all([
    ctx.warehouse.read(diagnosticsFigures({ month: monthOf(now) })),
    ctx.warehouse.read(needingAccounts(policy), CACHE_ONE_MINUTE),
    ctx.readModel.pending(policy, now),
  ]);
  const queryMs = performance.now() - startedAt;
  const csms = [...currentCsms(facts, now).values()];
  const pending = pendingTotals(work);
  const missing = missingCsmDetails(
    [...facts.csms.values()]
      .filter(({ active }) => active)
      .map((csm) => ({ ...csm, tenureMonths: tenureOf(csm, now) })),
  );
  const orphaned = await orphanedAccounts(ctx, policy, facts);
  const accounts = needingAccountsOf(needing);
  const [totals] = figureRows(figures, 'totals');
  const [scores] = rowsFor(needing, 'scores');
  if (!totals || !scores) throw new Error('A statement returned no totals.');
  return {
    at: now,
    accounts: {
      ...accounts,
      scores,
      offScale: rowsFor(needing, 'offScale')
        .map(({ question, ...account }) => account)
        .sort((a, b) => b.value - a.value || compareCodeUnits(a.id, b.id)),
      blocked: findBlockedAccounts(accounts.toPlace, csms, policy, now.getTime()),
      guide: {
        rows: totals.onboardingRows,
        withoutId: totals.onboardingWithoutId,
        accounts: totals.onboardingAccounts,
      },
      statuses: figureRows(figures, 'statuses').sort((a, b) => b.rows - a.rows),
    },
    csms: {
      ...csmAvailability(csms, policy, now.getTime()),
      guide: {
        rows: totals.activeRows,
        withoutName: totals.activeWithoutName,
        csms: totals.activeCsms,
      },
      missing,
    },
    names: checkNames({
      listed: figureRows(figures, 'listedNames'),
      csms: [...facts.csms.values()],
      owners: rowsFor(needing, 'owner'),
    }),
    startingLater: rowsFor(needing, 'startingLater').map(({ id, name, since }) => ({
      id,
      name,
      since,
    })),
    maxPerRun: policy.maxPerRun,
    overdueAfterHours: policy.overdueAfterHours,
    orphaned,
    pending,
    runs: {
      last: figureRows(figures, 'lastRun')[0] ?? null,
      recommendedAt: totals.recommendedAt,
    },
    review: {
      off: reviewDisabledReason(ctx, policy),
      model: ctx.claude?.ANTHROPIC_MODEL ?? null,
      tokens: totals.tokens,
      limit: policy.review.monthlyTokens,
      last: latestReview(figureRows(figures, 'lastReview')[0]),
    },
    warehouse: {
      kind: ctx.warehouse.kind,
      queryMs,
      schema: {
        version: totals.schemaVersion,
        appliedAt: totals.schemaAppliedAt,
        required: totals.requiredSchemaVersion,
      },
    },
  };
}

/** The accounts of owners who are not active CSMs. Takes a statement only if there are any. */
async function orphanedAccounts(
  ctx: Context,
  policy: Policy,
  facts: Facts,
): Promise<readonly OrphanedAccounts[]> {
  const { names } = facts;
  const books = orphanedBooks(facts);
  if (books.length === 0) return [];
  const owners = { names: books.map(({ owner }) => owner), spellings: names.spellings };
  const rows = await ctx.warehouse.read(accountsOfOwners(owners, policy), CACHE_ONE_MINUTE);
  return books.map((book) => {
    const spelled = rows.filter(({ owner }) => names.nameOf(owner) === book.owner);
    return {
      ...book,
      accounts: sumBy(spelled, ({ accounts }) => accounts),
      waiting: sumBy(spelled, ({ waiting }) => waiting),
    };
  });
}

function figureRows<Name extends DiagnosticsFigure['question']>(
  figures: readonly DiagnosticsFigure[],
  name: Name,
): FigureRow<Name>[] {
  return rowsFor(figures, name).map(({ question, ...row }) => row);
}

function latestReview(row: FigureRow<'lastReview'> | undefined): LastReview | null {
  return row ? lastReview(row) : null;
}
