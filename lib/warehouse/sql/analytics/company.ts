import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { accountStateCtes, isOpen, isRoutable } from '@/lib/warehouse/sql/accounts';
import { bookAmounts, bookCtes } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { accountsDeduped, unmarkedAccountRows, withMarks } from '@/lib/warehouse/sql/shared/dedupe';
import { needTables, startsLater } from '@/lib/warehouse/sql/shared/need';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import type { ScopePolicy } from '@/lib/warehouse/sql/shared/routing-scope';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import type { Query } from '@/lib/warehouse/types';

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => columnAs.number(sql`COALESCE(COUNT_IF(${condition}), 0)`);

/** The policy limits for health colors and high-need accounts, and the scope of what waits. */
type BookLimits = Pick<PolicyLimits, 'health'> &
  ScopePolicy & { readonly neediness: { readonly needyFrom: number } };

function bookQueries({ neediness: { needyFrom } }: BookLimits) {
  return batchQuery({
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
    /**
     * How many accounts wait, since when the longest-waiting one does, and the one that waits longer than
     * 95% of those whose start is known. A row without a time if none is.
     */
    waits: {
      columns: {
        since: columnAs.optionalMoment(col('w.needs_csm_since')),
        isLongest: columnAs.flag(col('w.place = w.known')),
        isP95: columnAs.flag(col('w.place = CEIL(0.95 * w.known)')),
        accounts: columnAs.number(col('w.accounts')),
      },
      from: sql`FROM (
  SELECT needs_csm_since, COUNT(*) OVER () AS accounts, COUNT(needs_csm_since) OVER () AS known,
    ROW_NUMBER() OVER (ORDER BY needs_csm_since DESC NULLS LAST, account_id) AS place
  FROM account_states
  WHERE ${isOpen}
) AS w
WHERE w.place = w.known OR w.place = CEIL(0.95 * w.known) OR (w.known = 0 AND w.place = 1)`,
    },
  });
}

export type BookRow = z.infer<ReturnType<typeof bookQueries>['row']>;

/**
 * Book totals per owner and class, and the longest waits for a CSM. Doesn't depend on the current time,
 * so the result can be cached.
 */
export function companyBooks(limits: BookLimits): Query<BookRow> {
  const { select, row } = bookQueries(limits);
  return reportQuery({
    name: 'company.books',
    tables: ['recommendations', ...needTables],
    row,
    sql: sql`WITH ${bookCtes(limits)},
${needingCtes(limits)}
${select}`,
  });
}

/** Part of a batch query: the accounts that need a CSM, per class. Reads `needingCtes`. */
export const needingSelect = {
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
      sql`MIN(CASE WHEN ${isRoutable} AND NOT ${startsLater(col('needs_csm_since'))}
        THEN needs_csm_since END)`,
    ),
  },
  from: sql`FROM account_states GROUP BY segment, level`,
} as const;

/** Part of a batch query: the accounts that a run may place. Reads `needingCtes`. */
const routableSelect = {
  columns: {
    id: columnAs.text(col('account_id')),
    name: columnAs.optionalText(col('account_name')),
    segment: columnAs.optionalText(col('segment')),
    level: columnAs.optionalText(col('level')),
    /** Null if unknown, or in the future, which counts as now. */
    waitingSince: columnAs.optionalMoment(
      sql`CASE WHEN NOT ${startsLater(col('needs_csm_since'))} THEN needs_csm_since END`,
    ),
    neediness: columnAs.optionalNumber(col('neediness')),
    health: columnAs.optionalNumber(col('health')),
    revenue: columnAs.optionalNumber(col('revenue')),
  },
  from: sql`FROM account_states WHERE ${isRoutable}`,
} as const;

/**
 * Common table expressions for `needingSelect`. `accounts` holds the rows of the accounts view without
 * marks.
 */
export const needingCtes = (policy: ScopePolicy): Sql => sql`accounts AS (
  ${unmarkedAccountRows(policy)}
),
${accountStateCtes(
  accountsDeduped(
    col('needs_csm = TRUE'),
    sql`(
    ${withMarks(col('accounts'))}
  ) AS a`,
  ),
)}`;

const countAccountsIf = (condition: string) =>
  columnAs.number(col(`COUNT(DISTINCT CASE WHEN ${condition} THEN account_id END)`));

/** Part of a batch query: the scores of all accounts as they are, plausible or not. */
const scoresSelect = {
  columns: {
    neediness: countAccountsIf('neediness_score IS NOT NULL'),
    highestNeediness: columnAs.optionalNumber(col('MAX(neediness_score)')),
    needinessAbove: countAccountsIf('neediness_score > 10'),
    health: countAccountsIf('health_score IS NOT NULL'),
    highestHealth: columnAs.optionalNumber(col('MAX(health_score)')),
    healthAbove: countAccountsIf('health_score > 100'),
  },
  from: sql`FROM accounts`,
} as const;

/** How many accounts of a score on an unlikely scale are listed: the score may be wrong in all of them. */
const MAX_OFF_SCALE = 200;

const highestScores = (score: 'neediness_score' | 'health_score', maximum: 10 | 100) =>
  raw(`SELECT '${score}' AS score, ${maximum} AS maximum, account_id,
      MAX(account_name) AS account_name, MAX(${score}) AS highest
    FROM accounts WHERE ${score} IS NOT NULL GROUP BY account_id`);

/** Part of a batch query: the accounts with the highest scores, if these are not on our scale. */
const offScaleSelect = {
  columns: {
    score: columnAs.oneOf(['neediness_score', 'health_score'])(col('score')),
    id: columnAs.text(col('account_id')),
    name: columnAs.optionalText(col('account_name')),
    value: columnAs.number(col('highest')),
  },
  from: sql`FROM (
  SELECT score, maximum, account_id, account_name, highest,
    MAX(highest) OVER (PARTITION BY score) AS highest_of_all,
    ROW_NUMBER() OVER (PARTITION BY score ORDER BY highest DESC, account_id) AS place
  FROM (
    ${highestScores('neediness_score', 10)}
    UNION ALL
    ${highestScores('health_score', 100)}
  ) AS s
) AS r
WHERE place <= ${raw(String(MAX_OFF_SCALE))} AND (highest > maximum OR highest_of_all <= maximum / 10)`,
} as const;

/** Part of a batch query: the accounts that start to need a CSM in the future. Reads `needingCtes`. */
const startingLaterSelect = {
  columns: {
    id: columnAs.text(col('account_id')),
    name: columnAs.optionalText(col('MAX(account_name)')),
    since: columnAs.moment(col('MAX(needs_csm_since)')),
  },
  from: sql`FROM accounts
WHERE needs_csm = TRUE AND ${startsLater(col('needs_csm_since'))}
GROUP BY account_id`,
} as const;

/** Part of a batch query: how many accounts have each spelling of an owner. Reads `needingCtes`. */
const ownerSelect = {
  columns: {
    name: columnAs.text(col('current_csm')),
    accounts: columnAs.number(col('COUNT(DISTINCT account_id)')),
  },
  from: sql`FROM accounts WHERE current_csm IS NOT NULL GROUP BY current_csm`,
} as const;

const needingQuery = batchQuery({
  needing: needingSelect,
  routable: routableSelect,
  scores: scoresSelect,
  offScale: offScaleSelect,
  startingLater: startingLaterSelect,
  owner: ownerSelect,
});
export type NeedingRow = z.infer<typeof needingQuery.row>;

/**
 * The accounts in the policy's scope that need a CSM, per class, each that a run may place, and those that
 * start in the future; the ranges of all accounts' scores, and the accounts whose scores are on another
 * scale; and the owners. Doesn't depend on the current time, so the result can be cached.
 */
export function needingAccounts(policy: ScopePolicy): Query<NeedingRow> {
  return reportQuery({
    name: 'company.needing',
    tables: ['recommendations', ...needTables],
    row: needingQuery.row,
    sql: sql`WITH ${needingCtes(policy)}
${needingQuery.select}`,
  });
}
