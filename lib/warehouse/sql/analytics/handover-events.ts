import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import {
  amount,
  id,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
} from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import {
  isAfter,
  type ListPage,
  listMs,
  listOrder,
  offsetOf,
} from '@/lib/warehouse/sql/shared/list-page';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import { inClasses, inPeriod, inTeams, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { spelled } from '@/lib/warehouse/sql/shared/spellings';
import { decisionsInEffect } from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

/** What happened to an account: a decision, or an assignment outside the app. */
export const handoverVerbs = ['accept', 'override', 'reject', 'outside'] as const;

/**
 * Common table expressions that end in `events`: the decisions of a period that are in effect, and the
 * assignments that no decision made, each with its account and recommendation.
 */
export function handoverEventCtes(scope: Scope): Sql {
  const name = (column: string) => spelled(raw(column), scope.spellings);
  return sql`in_effect AS (
  ${decisionsInEffect(raw('d.*'), inPeriod(raw('d.decided_at'), scope))}
),
outside AS (
  SELECT x.account_id, x.csm_name, x.assignment_date
  FROM ${t.assignments} AS x
  LEFT JOIN (
    SELECT DISTINCT account_id, csm_name, decided_at
    FROM ${t.decisions}
    WHERE verb <> 'undo' AND ${inPeriod(raw('decided_at'), scope)}
  ) AS w
    ON w.account_id = x.account_id AND w.csm_name = x.csm_name AND w.decided_at = x.assignment_date
  WHERE x.account_id IS NOT NULL AND x.csm_name IS NOT NULL
    AND ${inPeriod(raw('x.assignment_date'), scope)} AND w.account_id IS NULL
),
related AS (
  SELECT r.recommendation_id, r.account_id, r.recommended_csm, r.recommendation_timestamp,
    r.account_segment, r.account_level, r.optimization_score,
    CASE WHEN r.was_assigned THEN r.recommended_csm ELSE r.actual_assigned_csm END AS given_csm
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_id IN (SELECT recommendation_id FROM in_effect)
    OR r.account_id IN (SELECT account_id FROM outside)
),
events AS (
  SELECT e.event_id, e.recommendation_id, e.account_id, a.account_name,
    COALESCE(e.account_segment, a.account_segment) AS segment,
    COALESCE(e.account_level, a.account_level) AS level,
    e.verb, ${name('e.recommended_csm')} AS recommended_csm, ${name('e.csm_name')} AS csm_name,
    e.decided_by_name, e.happened_at, e.recommended_at, e.reason, e.note,
    NULLIF(TRIM(e.set_aside), '') AS rules,
    CASE WHEN a.needs_csm_since <= e.happened_at THEN a.needs_csm_since END AS waited_since,
    CASE WHEN e.verb <> 'outside' AND e.happened_at >= e.recommended_at
      THEN DATEDIFF('millisecond', e.recommended_at, e.happened_at) END AS took_ms
  FROM (
    SELECT CAST(d.decision_id AS VARCHAR) AS event_id,
      CAST(d.recommendation_id AS VARCHAR) AS recommendation_id, d.account_id, d.verb,
      d.recommended_csm, CASE WHEN d.verb <> 'reject' THEN d.csm_name END AS csm_name,
      d.decided_by_name, d.decided_at AS happened_at, d.reason, d.note, d.set_aside,
      r.recommendation_timestamp AS recommended_at, r.account_segment, r.account_level
    FROM in_effect AS d
    LEFT JOIN related AS r ON r.recommendation_id = d.recommendation_id
    QUALIFY ROW_NUMBER() OVER (
      PARTITION BY d.decision_id ORDER BY r.recommendation_timestamp DESC NULLS LAST
    ) = 1
    UNION ALL
    SELECT x.account_id, CAST(r.recommendation_id AS VARCHAR), x.account_id, 'outside',
      r.recommended_csm, x.csm_name, CAST(NULL AS VARCHAR), x.assignment_date,
      CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR),
      r.recommendation_timestamp, r.account_segment, r.account_level
    FROM outside AS x
    LEFT JOIN related AS r
      ON r.account_id = x.account_id AND r.given_csm = x.csm_name
      AND r.recommendation_timestamp <= x.assignment_date
    QUALIFY ROW_NUMBER() OVER (
      PARTITION BY x.account_id
      ORDER BY r.recommendation_timestamp DESC NULLS LAST, r.recommendation_id DESC
    ) = 1
  ) AS e
  LEFT JOIN (
    ${accountsDeduped(
      sql`account_id IN (
      SELECT account_id FROM in_effect UNION ALL SELECT account_id FROM outside
    )`,
    )}
  ) AS a ON a.account_id = e.account_id
  WHERE ${inClasses(scope, {
    segment: raw('COALESCE(e.account_segment, a.account_segment)'),
    level: raw('COALESCE(e.account_level, a.account_level)'),
  })} AND ${inTeams(scope, raw('COALESCE(e.csm_name, e.recommended_csm)'))}
)`;
}

const eventRow = z
  .object({
    event_id: id,
    recommendation_id: optionalText,
    account_id: id,
    account_name: optionalText,
    segment: optionalText,
    level: optionalText,
    verb: z.enum(handoverVerbs),
    recommended_csm: optionalText,
    csm_name: optionalText,
    decided_by_name: optionalText,
    happened_at: instant,
    recommended_at: optionalInstant,
    waited_since: optionalInstant,
    took_ms: optionalAmount,
    rules: optionalText,
    reason: optionalText,
    note: optionalText,
    list_ms: amount,
    total: amount,
  })
  .transform((row) => ({
    id: row.event_id,
    /** Null for an assignment outside the app that no recommendation proposed. */
    recommendationId: row.recommendation_id,
    accountId: row.account_id,
    accountName: row.account_name,
    segment: row.segment,
    level: row.level,
    verb: row.verb,
    recommendedCsm: row.recommended_csm,
    /** Who received the account; null after a rejection. */
    csm: row.csm_name,
    /** Null for an assignment outside the app. */
    byName: row.decided_by_name,
    at: row.happened_at,
    recommendedAt: row.recommended_at,
    waitedSince: row.waited_since,
    /** Milliseconds from the recommendation to the decision. */
    tookMs: row.took_ms,
    /** Flags of the rules that the decision overrode. */
    rules: row.rules?.split(' ') ?? [],
    reason: row.reason,
    note: row.note,
    key: { ms: row.list_ms, id: row.event_id },
    total: row.total,
  }));
export type HandoverEventRow = z.infer<typeof eventRow>;

/**
 * Part of the decisions and assignments of a period, newest first.
 * @param exceptions only decisions that overrode a rule or did not accept the recommendation
 */
export function handoverEvents(
  scope: Scope,
  page: ListPage,
  { exceptions = false }: { readonly exceptions?: boolean } = {},
): Query<HandoverEventRow> {
  const [time, key] = [raw('e.happened_at'), raw('e.event_id')];
  const isListed = raw(
    exceptions ? "(rules IS NOT NULL OR verb IN ('override', 'reject'))" : 'TRUE',
  );
  return reportQuery({
    name: 'handover.events',
    tables: ['recommendations', 'assignments', 'accounts', 'decisions'],
    row: eventRow,
    sql: sql`WITH ${handoverEventCtes(scope)}
SELECT e.event_id, e.recommendation_id, e.account_id, e.account_name, e.segment, e.level, e.verb,
  e.recommended_csm, e.csm_name, e.decided_by_name, e.happened_at, e.recommended_at, e.waited_since,
  e.took_ms, e.rules, e.reason, e.note, ${listMs(time)} AS list_ms, COUNT(*) OVER () AS total
FROM events AS e
WHERE ${isListed} AND ${isAfter(page, time, key)}
${listOrder(time, key)}
LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(offsetOf(page))}`,
  });
}
