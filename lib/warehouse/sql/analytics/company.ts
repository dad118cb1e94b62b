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

/** The limits by which accounts are needy or have a colour. */
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
    /** What each CSM owns of a class; CSM is null for what nobody owns. */
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
 * The questions about who there is, who owns what and which accounts need a CSM. `companyTables`
 * comes before.
 */
export function companyQueries(limits: BookLimits) {
  return {
    ...bookQueries(limits),
    /** The accounts of each class that need a CSM. */
    needing: {
      columns: {
        segment: columnAs.optionalText(col('segment')),
        level: columnAs.optionalText(col('level')),
        accounts: columnAs.number(col('COUNT(*)')),
        /** Those that a run may place. */
        routable: countIf(isRoutable),
        pending: countIf(col('has_pending')),
        assignedSince: countIf(col('assigned_since AND NOT has_pending')),
        /** Since when the first of those that a run may place has needed one. */
        waitingSince: columnAs.optionalMoment(
          sql`MIN(CASE WHEN ${isRoutable} THEN needs_csm_since END)`,
        ),
        /** Of those that a run may place. */
        withoutScore: countIf(
          sql`${isRoutable} AND (neediness IS NULL OR health IS NULL OR revenue IS NULL)`,
        ),
      },
      from: sql`FROM account_states GROUP BY segment, level`,
    },
  } as const;
}

/** The common table expressions that these are asked of; `accounts` are the accounts view's rows. */
export function companyCtes(limits: BookLimits): Sql {
  return sql`${companyBookCtes(limits)},
${accountStateCtesFrom({ accounts: col('SELECT * FROM accounts WHERE needs_csm = TRUE') })}`;
}

/** By what a pending recommendation stands out. */
export interface PendingThresholds {
  /** One that was made before this has waited for long. */
  readonly longBefore: Date;
  /** One of this score or less counts as low. */
  readonly lowScore: number;
}

function pendingQuery({ longBefore, lowScore }: PendingThresholds) {
  return {
    columns: {
      csm: columnAs.text(col('p.recommended_csm')),
      rows: columnAs.number(col('COUNT(*)')),
      oldestAt: columnAs.moment(col('MIN(p.recommendation_timestamp)')),
      newestAt: columnAs.moment(col('MAX(p.recommendation_timestamp)')),
      long: countIf(sql`p.recommendation_timestamp < ${timestampBind(longBefore)}`),
      low: countIf(sql`p.optimization_score <= ${lowScore}`),
      /** Of accounts that do not need a CSM, or no longer. */
      unneeded: countIf(col('a.account_id IS NULL')),
    },
    from: sql`FROM pending AS p
LEFT JOIN account_states AS a ON a.account_id = p.account_id
GROUP BY p.recommended_csm`,
  } as const;
}

function openWorkQueries(limits: BookLimits, marks: PendingThresholds) {
  return batchQuery({
    ...companyQueries(limits),
    /** What waits for a decision, by the CSM who is recommended. */
    pending: pendingQuery(marks),
  });
}

type CompanyRow = z.infer<ReturnType<typeof openWorkQueries>['row']>;
type CompanyRowOf<Question> = Extract<CompanyRow, { question: Question }>;
/** A CSM as they are known. */
export type CompanyCsm = CompanyRowOf<'csms'>;
/** What a CSM, or nobody, owns of a class. */
export type BookRow = CompanyRowOf<'books'>;
/** The accounts of a class that need a CSM. */
export type NeedingRow = CompanyRowOf<'needing'>;
/** What waits for a decision of a CSM's recommendations. */
export type PendingRow = CompanyRowOf<'pending'>;

/**
 * Answers who there is and who owns what. It does not ask what time it is, so that its answer can be
 * remembered.
 */
export function companyBooks(limits: BookLimits): Query<CompanyCsm | BookRow> {
  const { select, row } = batchQuery(bookQueries(limits));
  return query(
    'company.books',
    sql`WITH ${companyBookCtes(limits)}
${select}`,
    row,
  );
}

/** Answers the same, which accounts need a CSM and what waits for a decision. */
export function companyOpenWork(limits: BookLimits, marks: PendingThresholds): Query<CompanyRow> {
  const { select, row } = openWorkQueries(limits, marks);
  return query(
    'company.standing',
    sql`WITH ${companyCtes(limits)}
${select}`,
    row,
  );
}
