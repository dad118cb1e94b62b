import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { HOUR_MS, hoursBefore } from '@/lib/time';
import { capacityExpression, normalizedClass } from '@/lib/warehouse/sql/shared/policy-limits';
import { receivedByCsmCte, receivedCte } from '@/lib/warehouse/sql/shared/recent-assignments';
import { type TableName, t } from '@/lib/warehouse/tables';
import {
  latestReviews,
  toVisibleReview,
  visibleReviewColumns,
  visibleReviewFields,
} from './reviews';
import { healthColorOf } from './shared/account-scores';
import {
  flag,
  id,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { accountsDeduped, csmsDeduped } from './shared/dedupe';
import type { PolicyLimits } from './shared/policy-limits';
import {
  currentDecisions,
  decisionsInEffect,
  lastAssigned,
  recommendationState,
  recommendationStates,
} from './shared/state';

/**
 * Rule warnings: reasons against assigning an account to a CSM now. A manager can acknowledge each.
 */
export const flags = [
  'not_active',
  'away',
  'cooling',
  'at_capacity',
  'segment_mismatch',
  'velocity',
  'rejected_before',
  'no_longer_needed',
  'assigned_elsewhere',
  'stale',
] as const;
export type Flag = (typeof flags)[number];

/** A recommendation with its account, state, and rule warnings. */
export const flaggedRow = z
  .object({
    recommendation_id: id,
    account_id: text,
    account_name: optionalText,
    recommended_csm: text,
    target_csm: text,
    recommended_at: instant,
    method: optionalText,
    run_id: optionalText,
    neediness: optionalAmount,
    health: optionalAmount,
    color: z.enum(['red', 'yellow', 'green']).nullable(),
    revenue: optionalAmount,
    segment: optionalText,
    level: optionalText,
    industry: optionalText,
    score: optionalAmount,
    current_csm: optionalText,
    cooling_until: optionalInstant,
    away_until: optionalInstant,
    state: z.enum(recommendationStates),
    decision_id: optionalText,
    decided_verb: optionalText,
    decided_csm: optionalText,
    decided_by_name: optionalText,
    decided_at: optionalInstant,
    ...visibleReviewFields,
    ...(Object.fromEntries(flags.map((name) => [name, flag])) as Record<Flag, typeof flag>),
  })
  .transform(({ ...row }) => ({
    id: row.recommendation_id,
    accountId: row.account_id,
    accountName: row.account_name,
    recommendedCsm: row.recommended_csm,
    /** The CSM that the flags apply to: the recommended one, or the CSM of an override. */
    targetCsm: row.target_csm,
    recommendedAt: row.recommended_at,
    method: row.method,
    runId: row.run_id,
    neediness: row.neediness,
    health: row.health,
    color: row.color,
    revenue: row.revenue,
    segment: row.segment,
    level: row.level,
    industry: row.industry,
    score: row.score,
    /** Feedback from Claude or another program's model, the newest. */
    feedback: row.feedback,
    review: toVisibleReview(row),
    currentCsm: row.current_csm,
    coolingUntil: row.cooling_until,
    awayUntil: row.away_until,
    state: row.state,
    decision:
      row.decision_id && row.decided_at
        ? {
            id: row.decision_id,
            verb: row.decided_verb,
            csm: row.decided_csm,
            byName: row.decided_by_name ?? 'someone',
            at: row.decided_at,
          }
        : null,
    flags: flags.filter((name) => row[name]),
  }));
export type FlaggedRecommendation = z.infer<typeof flaggedRow>;

/** The tables that `flaggedCtes` reads. */
export const flaggedTables = [
  'recommendations',
  'assignments',
  'accounts',
  'csms',
  'explanations',
  'decisions',
  'reviews',
] as const satisfies readonly TableName[];

/**
 * Common table expressions that end in `flagged`: one row per recommendation that `scoped` selects.
 * @param scoped SELECT of recommendations, with the CSM to check as `target_csm`
 */
export function flaggedCtes(input: { now: Date; limits: PolicyLimits; scoped: Sql }): Sql {
  const { now, limits, scoped } = input;
  const { velocity } = limits;
  const column = (name: string) => raw(name);
  const color = healthColorOf(limits, {
    color: column('a.health_color'),
    health: column('COALESCE(e.health, s.health_score, a.health_score)'),
  });
  // Evaluate rules against the account's current class; the recommendation row may be outdated.
  const currentOr = (name: string) =>
    column(`CASE WHEN a.account_id IS NULL THEN s.${name} ELSE a.${name} END`);
  const segment = currentOr('account_segment');
  const level = currentOr('account_level');
  const capacity = capacityExpression(limits, { segment, level, own: column('c.capacity') });
  const mismatch = (csmColumn: string, accountClass: Sql) => {
    const csmClass = normalizedClass(column(csmColumn));
    return sql`(${csmClass} IS NOT NULL AND ${csmClass} IS DISTINCT FROM ${normalizedClass(accountClass)})`;
  };
  // Prefer the explanation's scores: the recommendation's columns may hold rounded values.
  return sql`scoped AS (
  ${scoped}
),
current_decisions AS (
  ${currentDecisions(
    sql`d.recommendation_id, d.decision_id, d.verb, d.csm_name, d.decided_by_name, d.decided_at,
    d.assignment_before`,
    sql`d.recommendation_id IN (SELECT recommendation_id FROM scoped)`,
  )}
),
last_assigned AS (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM scoped)`)}
),
${receivedCte(now, limits)},
${receivedByCsmCte(now)},
known_accounts AS (
  ${accountsDeduped(sql`account_id IN (SELECT account_id FROM scoped)`)}
),
known_csms AS (
  ${csmsDeduped}
),
books AS (
  SELECT current_csm, COUNT(DISTINCT account_id) AS accounts
  FROM ${t.accounts}
  WHERE current_csm IN (SELECT target_csm FROM scoped)
  GROUP BY current_csm
),
rejections AS (
  ${decisionsInEffect(
    sql`DISTINCT d.account_id, d.recommended_csm`,
    sql`d.verb = 'reject' AND d.decided_at > ${timestampBind(hoursBefore(now, limits.rejectedDays * 24))}
      AND d.account_id IN (SELECT account_id FROM scoped)`,
  )}
),
joined AS (
  SELECT
    s.recommendation_id,
    s.account_id,
    a.account_name,
    s.recommended_csm,
    s.target_csm,
    s.recommendation_timestamp AS recommended_at,
    s.assignment_method AS method,
    s.run_id,
    COALESCE(e.neediness, s.neediness_score) AS neediness,
    COALESCE(e.health, s.health_score) AS health,
    ${color} AS color,
    COALESCE(e.revenue, s.revenue) AS revenue,
    COALESCE(s.account_segment, a.account_segment) AS segment,
    COALESCE(s.account_level, a.account_level) AS level,
    a.industry,
    COALESCE(e.score, s.optimization_score) AS score,
    s.llm_feedback,
    a.current_csm,
    ${recommendationState()} AS state,
    d.decision_id,
    d.verb AS decided_verb,
    d.csm_name AS decided_csm,
    d.decided_by_name,
    d.decided_at,
    CASE WHEN v.last_received_at > ${timestampBind(hoursBefore(now, limits.coolingHours))}
      THEN DATEADD('millisecond', ${Math.round(limits.coolingHours * HOUR_MS)}, v.last_received_at)
      END AS cooling_until,
    c.away_until,
    NOT COALESCE(c.is_active, FALSE) AS not_active,
    COALESCE(c.away_until > ${timestampBind(now)}, FALSE) AS away,
    COALESCE(v.last_received_at > ${timestampBind(hoursBefore(now, limits.coolingHours))}, FALSE) AS cooling,
    COALESCE(b.accounts, 0) >= ${capacity} AS at_capacity,
    ${mismatch('c.segment', segment)} OR ${mismatch('c.account_level', level)} AS segment_mismatch,
    COALESCE(v.received_in_week >= ${velocity.perWeek}, FALSE)
      OR COALESCE(c.tenure_months >= 0 AND c.tenure_months < ${velocity.newCsmTenureMonths}
        AND v.received_in_day >= ${velocity.newCsmPerDay}, FALSE) AS velocity,
    j.account_id IS NOT NULL AS rejected_before,
    NOT COALESCE(a.needs_csm, FALSE) AS no_longer_needed,
    a.current_csm IS NOT NULL AND a.current_csm IS DISTINCT FROM e.current_csm AS assigned_elsewhere,
    s.recommendation_timestamp < ${timestampBind(hoursBefore(now, 24))} AS stale
  FROM scoped AS s
  LEFT JOIN known_accounts AS a ON a.account_id = s.account_id
  LEFT JOIN known_csms AS c ON c.csm_name = s.target_csm
  LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = s.recommendation_id
  LEFT JOIN current_decisions AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
  LEFT JOIN received_by_csm AS v ON v.csm_name = s.target_csm
  LEFT JOIN books AS b ON b.current_csm = s.target_csm
  LEFT JOIN rejections AS j ON j.account_id = s.account_id AND j.recommended_csm = s.target_csm
),
newest_reviews AS (
  ${latestReviews(sql`w.recommendation_id IN (SELECT recommendation_id FROM scoped)`)}
),
flagged AS (
  SELECT
    j.*,
    ${visibleReviewColumns},
    ${join(
      flags.map((name) => raw(`CASE WHEN j.${name} THEN 1 ELSE 0 END`)),
      ' + ',
    )} AS flag_count
  FROM joined AS j
  LEFT JOIN newest_reviews AS n ON n.recommendation_id = j.recommendation_id
)`;
}
