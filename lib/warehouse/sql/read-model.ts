import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { hasIdIn } from './recommendations';
import { latestReviews, verdicts } from './reviews';
import { bookAmounts, bookCtes, plausibleScore } from './shared/account-scores';
import { batchQuery, columnAs, type FactsOf } from './shared/batch-query';
import { id } from './shared/columns';
import { csmsDeduped, scopedAccounts, startDay } from './shared/dedupe';
import { needTables } from './shared/need';
import type { PolicyLimits } from './shared/policy-limits';
import { recommendationScore } from './shared/recommendation-score';
import type { ScopePolicy } from './shared/routing-scope';
import { isValidRecommendation, pendingCtes } from './shared/state';
import { query } from './shared/statement';
import { newestSnoozes } from './snoozes';

const col = (name: string) => raw(name);

/**
 * Columns of a recommendation `s` with its explanation `e`, its newest review `n`, and its newest
 * snooze `z`, as facts for the read model. The explanation's scores come first: the recommendation's
 * may be rounded.
 */
export const recommendationFactColumns = {
  id: columnAs.text(col('s.recommendation_id')),
  accountId: columnAs.text(col('s.account_id')),
  recommendedCsm: columnAs.text(col('s.recommended_csm')),
  recommendedAt: columnAs.moment(col('s.recommendation_timestamp')),
  method: columnAs.optionalText(col('s.assignment_method')),
  runId: columnAs.optionalText(col('s.run_id')),
  neediness: columnAs.optionalNumber(col('COALESCE(e.neediness, s.neediness_score)')),
  health: columnAs.optionalNumber(col('COALESCE(e.health, s.health_score)')),
  revenue: columnAs.optionalNumber(col('COALESCE(e.revenue, s.revenue)')),
  segment: columnAs.optionalText(col('s.account_segment')),
  level: columnAs.optionalText(col('s.account_level')),
  score: columnAs.optionalNumber(recommendationScore('s')),
  feedback: columnAs.optionalText(col('s.llm_feedback')),
  ownerThen: columnAs.optionalText(col('e.current_csm')),
  reviewId: columnAs.optionalText(col('n.review_id')),
  verdict: columnAs.optionalOneOf(verdicts)(col('n.verdict')),
  confidence: columnAs.optionalNumber(col('n.confidence')),
  reviewFeedback: columnAs.optionalText(col('n.feedback')),
  issues: columnAs.optionalText(col('n.issues')),
  suggestedCsm: columnAs.optionalText(col('n.suggested_csm')),
  model: columnAs.optionalText(col('n.model')),
  promptVersion: columnAs.optionalNumber(col('n.prompt_version')),
  blind: columnAs.flag(col('n.hidden')),
  reviewedAt: columnAs.optionalMoment(col('n.reviewed_at')),
  snoozedAt: columnAs.optionalMoment(col('z.snoozed_at')),
  /** Null if not snoozed, or until the recommendation is ready. */
  snoozedUntil: columnAs.optionalMoment(col('z.snoozed_until')),
  snoozedByName: columnAs.optionalText(col('z.snoozed_by_name')),
} as const;

/** FROM clause for `recommendationFactColumns`; `scoped` is a CTE with the recommendations. */
export function recommendationFactsFrom(scoped: string): Sql {
  return sql`FROM ${raw(scoped)} AS s
LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
LEFT JOIN (
  ${latestReviews(sql`w.recommendation_id IN (SELECT recommendation_id FROM ${raw(scoped)})`)}
) AS n ON n.recommendation_id = s.recommendation_id
LEFT JOIN (
  ${newestSnoozes(sql`z.recommendation_id IN (SELECT recommendation_id FROM ${raw(scoped)})`)}
) AS z ON z.recommendation_id = s.recommendation_id`;
}

/** Columns of an account `a`, as facts for the read model. */
export const accountFactColumns = {
  id: columnAs.text(col('a.account_id')),
  name: columnAs.optionalText(col('a.account_name')),
  currentCsm: columnAs.optionalText(col('a.current_csm')),
  neediness: columnAs.optionalNumber(plausibleScore.neediness(col('a.neediness_score'))),
  health: columnAs.optionalNumber(plausibleScore.health(col('a.health_score'))),
  /** As in the source; may be missing or invalid. */
  color: columnAs.optionalText(col('LOWER(a.health_color)')),
  revenue: columnAs.optionalNumber(plausibleScore.revenue(col('a.revenue'))),
  segment: columnAs.optionalText(col('a.account_segment')),
  level: columnAs.optionalText(col('a.account_level')),
  industry: columnAs.optionalText(col('a.industry')),
  /** Whether the policy's scope contains it. An account outside does not need a CSM. */
  inScope: columnAs.flag(col('a.in_policy_scope')),
  needsCsm: columnAs.flag(col('a.needs_csm')),
  needsCsmSince: columnAs.optionalMoment(col('a.needs_csm_since')),
} as const;

const openWorkQueries = (policy: ScopePolicy) =>
  batchQuery({
    recommendation: {
      columns: recommendationFactColumns,
      from: recommendationFactsFrom('pending'),
    },
    account: {
      columns: accountFactColumns,
      from: sql`FROM (
  ${scopedAccounts(policy, sql`account_id IN (SELECT account_id FROM pending)`)}
) AS a`,
    },
  });

type OpenWorkRow = z.infer<ReturnType<typeof openWorkQueries>['row']>;
/** A recommendation as it was made, with its newest review. */
export type RecommendationFacts = FactsOf<OpenWorkRow, 'recommendation'>;
/** An account now, without implausible scores. */
export type AccountFacts = FactsOf<OpenWorkRow, 'account'>;

/** The pending recommendations and their accounts. */
export function openWork(policy: ScopePolicy): Query<OpenWorkRow> {
  const { select, row } = openWorkQueries(policy);
  return query({
    name: 'read-model.open-work',
    tables: ['recommendations', 'explanations', ...needTables, 'reviews', 'snoozes'],
    row,
    sql: sql`WITH ${pendingCtes()}
${select}`,
  });
}

/** The ids of the accounts' pending recommendations. */
export function pendingOfAccounts(accountIds: readonly string[]): Query<{ readonly id: string }> {
  return query({
    name: 'read-model.pending-of-accounts',
    tables: ['recommendations', 'assignments', 'decisions'],
    row: z.object({ recommendation_id: id }).transform((row) => ({ id: row.recommendation_id })),
    sql: sql`WITH ${pendingCtes(sql`account_id IN (${join([...accountIds])})`)}
SELECT recommendation_id FROM pending`,
  });
}

const recommendationQuery = batchQuery({
  recommendation: {
    columns: recommendationFactColumns,
    from: recommendationFactsFrom('scoped'),
  },
});

/**
 * Recommendations in any state, with their newest review.
 * @param scope condition on the recommendations `r`
 */
export function recommendationFacts(scope: Sql): Query<RecommendationFacts> {
  return query({
    name: 'read-model.recommendations',
    tables: ['recommendations', 'explanations', 'reviews', 'snoozes'],
    row: recommendationQuery.row,
    sql: sql`WITH scoped AS (
  SELECT r.* FROM ${t.recommendations} AS r WHERE ${isValidRecommendation} AND ${scope}
)
${recommendationQuery.select}`,
  });
}

const accountQuery = batchQuery({
  account: { columns: accountFactColumns, from: sql`FROM known AS a` },
  recommendation: {
    columns: {
      id: columnAs.text(col('s.recommendation_id')),
      accountId: columnAs.text(col('s.account_id')),
      recommendedCsm: columnAs.text(col('s.recommended_csm')),
      recommendedAt: columnAs.moment(col('s.recommendation_timestamp')),
    },
    from: sql`FROM scoped AS s`,
  },
});

/**
 * The given recommendations and their accounts. An account that the accounts view does not contain
 * has no row.
 */
export function accountsOfRecommendations(
  ids: readonly string[],
  policy: ScopePolicy,
): Query<z.infer<typeof accountQuery.row>> {
  return query({
    name: 'read-model.accounts',
    tables: ['recommendations', ...needTables],
    row: accountQuery.row,
    sql: sql`WITH scoped AS (
  SELECT r.recommendation_id, r.account_id, r.recommended_csm, r.recommendation_timestamp
  FROM ${t.recommendations} AS r
  WHERE ${hasIdIn(sql`r.recommendation_id`, ids)} AND ${isValidRecommendation}
),
known AS (
  ${scopedAccounts(policy, sql`account_id IN (SELECT account_id FROM scoped)`)}
)
${accountQuery.select}`,
  });
}

const companyQueries = batchQuery({
  csm: {
    columns: {
      name: columnAs.text(col('c.csm_name')),
      active: columnAs.flag(col('c.is_active')),
      tenureMonths: columnAs.optionalNumber(col('c.tenure_months')),
      managerName: columnAs.optionalText(col('c.manager_name')),
      segment: columnAs.optionalText(col('c.segment')),
      level: columnAs.optionalText(col('c.account_level')),
      capacity: columnAs.optionalNumber(col('c.capacity')),
      /** `YYYY-MM-DD`. With it, the tenure does not count (see `tenureOf`). */
      startDate: columnAs.optionalDay(startDay('c')),
      awayFrom: columnAs.optionalMoment(col('c.away_from')),
      awayUntil: columnAs.optionalMoment(col('c.away_until')),
    },
    from: sql`FROM (
  ${csmsDeduped}
) AS c`,
  },
  book: {
    columns: {
      /** Null for accounts without a CSM. */
      owner: columnAs.exactText(col('a.current_csm')),
      segment: columnAs.optionalText(col('a.account_segment')),
      level: columnAs.optionalText(col('a.account_level')),
      accounts: columnAs.number(col('COUNT(*)')),
      neediness: columnAs.number(sql`SUM(${bookAmounts.neediness})`),
      revenue: columnAs.number(sql`SUM(${bookAmounts.revenue})`),
      red: columnAs.number(col("COALESCE(COUNT_IF(a.color = 'red'), 0)")),
      green: columnAs.number(col("COALESCE(COUNT_IF(a.color = 'green'), 0)")),
      /** Of all accounts, so they are the same on every row. */
      medianNeediness: columnAs.optionalNumber(col('MAX(m.neediness)')),
      medianHealth: columnAs.optionalNumber(col('MAX(m.health)')),
      medianRevenue: columnAs.optionalNumber(col('MAX(m.revenue)')),
    },
    from: sql`FROM known_accounts AS a
CROSS JOIN medians AS m
GROUP BY a.current_csm, a.account_segment, a.account_level`,
  },
});
type CompanyRow = z.infer<typeof companyQueries.row>;
/** A CSM, active or not. */
export type CsmFacts = FactsOf<CompanyRow, 'csm'>;
/** The totals of an owner's accounts of one class, and the medians of all accounts. */
export type BookFacts = FactsOf<CompanyRow, 'book'>;

/** Every CSM, the book totals of every owner and class, and the medians of all accounts. */
export function companyFacts(limits: Pick<PolicyLimits, 'health'>): Query<CompanyRow> {
  return query({
    name: 'read-model.company',
    tables: ['accounts', 'csms', 'csmDetails'],
    row: companyQueries.row,
    sql: sql`WITH ${bookCtes(limits)}
${companyQueries.select}`,
  });
}
