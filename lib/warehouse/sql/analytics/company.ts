import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { accountStateCtesFrom, isRoutable } from '@/lib/warehouse/sql/accounts';
import { bookAmounts, bookCtes } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { accountViewRows, csmsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { query } from '@/lib/warehouse/sql/shared/statement';
import type { Query } from '@/lib/warehouse/types';

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => columnAs.number(sql`COALESCE(COUNT_IF(${condition}), 0)`);

/** The policy limits for health colors and high-need accounts. */
export type BookLimits = Pick<PolicyLimits, 'health'> & {
  readonly neediness: { readonly needyFrom: number };
};

function bookQueries({ neediness: { needyFrom } }: BookLimits) {
  return {
    /** Every CSM, active or not. */
    csms: {
      columns: {
        name: columnAs.text(col('c.csm_name')),
        active: columnAs.flag(col('c.is_active')),
        manager: columnAs.optionalText(col('c.manager_name')),
        tenureMonths: columnAs.optionalNumber(col('c.tenure_months')),
        segment: columnAs.optionalText(col('c.segment')),
        level: columnAs.optionalText(col('c.account_level')),
        capacity: columnAs.optionalNumber(col('c.capacity')),
        awayUntil: columnAs.optionalMoment(col('c.away_until')),
      },
      from: sql`FROM (
  ${csmsDeduped}
) AS c`,
    },
    /** Book totals per owner and class; the owner is null for accounts without a CSM. */
    books: {
      columns: {
        csm: columnAs.optionalText(col('a.current_csm')),
        segment: columnAs.optionalText(col('a.account_segment')),
        level: columnAs.optionalText(col('a.account_level')),
        accounts: columnAs.number(col('COUNT(*)')),
        neediness: columnAs.number(sql`SUM(${bookAmounts.neediness})`),
        revenue: columnAs.number(sql`SUM(${bookAmounts.revenue})`),
        red: countIf(col("a.color = 'red'")),
        yellow: countIf(col("a.color = 'yellow'")),
        green: countIf(col("a.color = 'green'")),
        needy: countIf(sql`a.neediness >= ${needyFrom}`),
      },
      from: sql`FROM known_accounts AS a
CROSS JOIN medians AS m
GROUP BY a.current_csm, a.account_segment, a.account_level`,
    },
  } as const;
}

function companyBookCtes(limits: BookLimits): Sql {
  return sql`accounts AS (
  ${accountViewRows}
),
${bookCtes(limits, col('SELECT * FROM accounts'))}`;
}

/**
 * Parts of a batch query for CSMs, books, and accounts that need a CSM. They read `companyCtes`.
 */
export function companyQueries(limits: BookLimits) {
  return {
    ...bookQueries(limits),
    /** Accounts that need a CSM, per class. */
    needing: {
      columns: {
        segment: columnAs.optionalText(col('segment')),
        level: columnAs.optionalText(col('level')),
        accounts: columnAs.number(col('COUNT(*)')),
        /** Accounts that a run may place. */
        routable: countIf(isRoutable),
        pending: countIf(col('has_pending')),
        assignedSince: countIf(col('assigned_since AND NOT has_pending')),
        /** When the longest-waiting routable account started to need a CSM. */
        waitingSince: columnAs.optionalMoment(
          sql`MIN(CASE WHEN ${isRoutable} THEN needs_csm_since END)`,
        ),
        /** Routable accounts with a missing score. */
        withoutScore: countIf(
          sql`${isRoutable} AND (neediness IS NULL OR health IS NULL OR revenue IS NULL)`,
        ),
      },
      from: sql`FROM account_states GROUP BY segment, level`,
    },
  } as const;
}

/** Common table expressions for `companyQueries`. `accounts` holds the rows of the accounts view. */
export function companyCtes(limits: BookLimits): Sql {
  return sql`${companyBookCtes(limits)},
${accountStateCtesFrom({ accounts: col('SELECT * FROM accounts WHERE needs_csm = TRUE') })}`;
}

/** When a pending recommendation counts as stale or low. */
export interface PendingThresholds {
  readonly staleBefore: Date;
  /** Inclusive. */
  readonly lowScore: number;
}

function pendingQuery({ staleBefore, lowScore }: PendingThresholds) {
  return {
    columns: {
      csm: columnAs.text(col('p.recommended_csm')),
      rows: columnAs.number(col('COUNT(*)')),
      oldestAt: columnAs.moment(col('MIN(p.recommendation_timestamp)')),
      newestAt: columnAs.moment(col('MAX(p.recommendation_timestamp)')),
      long: countIf(sql`p.recommendation_timestamp < ${timestampBind(staleBefore)}`),
      low: countIf(sql`p.optimization_score <= ${lowScore}`),
      /** Accounts that don't need a CSM. */
      unneeded: countIf(col('a.account_id IS NULL')),
    },
    from: sql`FROM pending AS p
LEFT JOIN account_states AS a ON a.account_id = p.account_id
GROUP BY p.recommended_csm`,
  } as const;
}

function openWorkQueries(limits: BookLimits, thresholds: PendingThresholds) {
  return batchQuery({
    ...companyQueries(limits),
    /** Pending recommendations per recommended CSM. */
    pending: pendingQuery(thresholds),
  });
}

type CompanyRow = z.infer<ReturnType<typeof openWorkQueries>['row']>;
type CompanyRowOf<Question> = Extract<CompanyRow, { question: Question }>;
export type CompanyCsm = CompanyRowOf<'csms'>;
export type BookRow = CompanyRowOf<'books'>;
export type NeedingRow = CompanyRowOf<'needing'>;
export type PendingRow = CompanyRowOf<'pending'>;

/**
 * All CSMs, and book totals per owner and class. Doesn't depend on the current time, so the result
 * can be cached.
 */
export function companyBooks(limits: BookLimits): Query<CompanyCsm | BookRow> {
  const { select, row } = batchQuery(bookQueries(limits));
  return query({
    name: 'company.books',
    tables: ['accounts', 'csms'],
    row,
    sql: sql`WITH ${companyBookCtes(limits)}
${select}`,
  });
}

/** Like `companyBooks`, with accounts that need a CSM and pending recommendations. */
export function companyOpenWork(
  limits: BookLimits,
  thresholds: PendingThresholds,
): Query<CompanyRow> {
  const { select, row } = openWorkQueries(limits, thresholds);
  return query({
    name: 'company.open-work',
    tables: ['recommendations', 'assignments', 'accounts', 'csms', 'decisions'],
    row,
    sql: sql`WITH ${companyCtes(limits)}
${select}`,
  });
}
