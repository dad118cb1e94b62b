import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import {
  amount,
  flag,
  id,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
} from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { normalizedClass } from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { type AcceptanceScope, outcomeCtes, recommendationOutcomes } from './acceptance';

/** Which recommendations are behind a figure: what is left out does not narrow, null is unknown. */
export interface AcceptanceFilter {
  readonly outcome?: (typeof recommendationOutcomes)[number] | 'decided' | undefined;
  /** As it stands there; the guide tells an empty one from none. */
  readonly method?: string | null | undefined;
  /** The days from 1 January 1970 to the Monday of a local week, made in and decided in. */
  readonly week?: number | undefined;
  readonly decidedWeek?: number | undefined;
  /** The local hour of the decision, 0–23. */
  readonly decidedHour?: number | undefined;
  readonly csm?: string | null | undefined;
  /** Who owns the account after an override. */
  readonly givenCsm?: string | undefined;
  readonly segment?: string | null | undefined;
  readonly level?: string | null | undefined;
  /** From 20 times this on. */
  readonly band?: number | null | undefined;
  readonly verdict?: Verdict | null | undefined;
  readonly reason?: string | null | undefined;
  readonly elsewhere?: boolean | undefined;
  /** Overridden to the CSM that Claude suggested, or to another one. */
  readonly toSuggestion?: boolean | undefined;
}

const acceptanceRow = z
  .object({
    recommendation_id: id,
    account_id: optionalText,
    account_name: optionalText,
    recommended_csm: optionalText,
    given_csm: optionalText,
    recommended_at: instant,
    outcome: z.enum(recommendationOutcomes),
    elsewhere: flag,
    verdict: z.enum(verdicts).nullable(),
    score: optionalAmount,
    reason: optionalText,
    note: optionalText,
    decided_by_name: optionalText,
    decided_at: optionalInstant,
    behind: amount,
  })
  .transform((found) => ({
    id: found.recommendation_id,
    accountId: found.account_id,
    accountName: found.account_name,
    recommendedCsm: found.recommended_csm,
    givenCsm: found.given_csm,
    recommendedAt: found.recommended_at,
    outcome: found.outcome,
    /** Decided by another program: when, by whom and why is not known. */
    elsewhere: found.elsewhere,
    verdict: found.verdict,
    score: found.score,
    reason: found.reason,
    note: found.note,
    byName: found.decided_by_name,
    decidedAt: found.decided_at,
    behind: found.behind,
  }));
export type AcceptanceRow = z.infer<typeof acceptanceRow>;

/**
 * Answers the recommendations of a scope that are behind a figure, the latest decided or made
 * first, with how many there are in all.
 */
export function acceptanceRows(
  scope: AcceptanceScope,
  behind: AcceptanceFilter,
  limit: number,
): Query<AcceptanceRow> {
  return query({
    name: 'acceptance.rows',
    tables: ['recommendations', 'assignments', 'accounts', 'decisions', 'reviews'],
    row: acceptanceRow,
    sql: sql`WITH ${outcomeCtes(scope)},
listed AS (
  SELECT
    j.*,
    COUNT(*) OVER () AS behind,
    ROW_NUMBER() OVER (
      ORDER BY COALESCE(j.decided_at, j.recommended_at) DESC, j.recommendation_id DESC
    ) AS place
  FROM judged AS j
  WHERE ${filterCondition(behind)}
  QUALIFY place <= ${limit}
),
known_accounts AS (
  ${accountsDeduped(sql`account_id IN (SELECT account_id FROM listed)`)}
)
SELECT
  l.recommendation_id, l.account_id, a.account_name, l.recommended_csm, l.given_csm,
  l.recommended_at, l.outcome, l.elsewhere, l.verdict, l.score, l.reason, d.note,
  d.decided_by_name, l.decided_at, l.behind
FROM listed AS l
LEFT JOIN known_accounts AS a ON a.account_id = l.account_id
LEFT JOIN ${t.decisions} AS d
  ON d.recommendation_id = l.recommendation_id
  AND d.decided_at = l.decided_at
  AND d.verb <> 'undo'
QUALIFY ROW_NUMBER() OVER (PARTITION BY l.place ORDER BY d.decision_id DESC) = 1
ORDER BY l.place`,
  });
}

function filterCondition(behind: AcceptanceFilter): Sql {
  const conditions = [
    hasOutcome(behind.outcome),
    equals('j.method', behind.method),
    equals('j.week', behind.week),
    equals('j.decided_week', behind.decidedWeek),
    equals('j.decided_hour', behind.decidedHour),
    equalsText('j.recommended_csm', behind.csm),
    equals('j.given_csm', behind.givenCsm),
    equalsClass('j.segment', behind.segment),
    equalsClass('j.level', behind.level),
    equals('j.band', behind.band),
    equals('j.verdict', behind.verdict),
    equalsText('j.reason', behind.reason),
    equals('j.elsewhere', behind.elsewhere),
    equals('j.to_suggestion', behind.toSuggestion),
  ].filter((condition) => condition !== null);
  return conditions.length > 0 ? join(conditions, ' AND ') : raw('TRUE');
}

function hasOutcome(outcome: AcceptanceFilter['outcome']): Sql | null {
  if (outcome !== 'decided') return equals('j.outcome', outcome);
  return raw("j.outcome IN ('accepted', 'overridden', 'rejected')");
}

type Value = string | number | boolean | null | undefined;

function equals(column: string, value: Value): Sql | null {
  if (value === undefined) return null;
  return value === null ? raw(`${column} IS NULL`) : sql`${raw(column)} = ${value}`;
}

/** What is blank counts as unknown. */
function equalsText(column: string, value: string | null | undefined): Sql | null {
  return value === null ? raw(`NULLIF(TRIM(${column}), '') IS NULL`) : equals(column, value);
}

function equalsClass(column: string, value: string | null | undefined): Sql | null {
  if (value === undefined) return null;
  const word = normalizedClass(raw(column));
  return value === null ? sql`${word} IS NULL` : sql`${word} = ${value.trim().toLowerCase()}`;
}
