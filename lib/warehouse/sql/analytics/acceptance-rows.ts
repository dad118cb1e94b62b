import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { nameKey } from '@/lib/names';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import {
  amount,
  flag,
  id,
  idBind,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
} from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import { type ListPage, listedCte } from '@/lib/warehouse/sql/shared/list-page';
import { normalizedClass } from '@/lib/warehouse/sql/shared/policy-limits';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { type AcceptanceScope, outcomeCtes, recommendationOutcomes } from './acceptance';

/** Selects the recommendations behind a figure. Undefined doesn't filter; null means unknown. */
export interface AcceptanceFilter {
  readonly outcome?:
    | (typeof recommendationOutcomes)[number]
    | 'decided'
    | 'not_accepted'
    | undefined;
  /** Unchanged: the guide distinguishes an empty method from a missing one. */
  readonly method?: string | null | undefined;
  /** Local week of the recommendation: its Monday in days since 1970-01-01. */
  readonly week?: number | undefined;
  /** Local week of the decision, in the same form. */
  readonly decidedWeek?: number | undefined;
  /** The local hour of the decision, 0–23. */
  readonly decidedHour?: number | undefined;
  readonly csm?: string | null | undefined;
  /** The CSM who received the account after an override. */
  readonly givenCsm?: string | undefined;
  /** The CSM who received the account, after an accept or an override. */
  readonly receivedBy?: string | undefined;
  readonly segment?: string | null | undefined;
  readonly level?: string | null | undefined;
  /** Score band: 20 × `band` up to 20 more. */
  readonly band?: number | null | undefined;
  readonly verdict?: Verdict | null | undefined;
  readonly reason?: string | null | undefined;
  readonly external?: boolean | undefined;
  /** Whether the override went to the CSM that Claude suggested. */
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
    external: flag,
    verdict: z.enum(verdicts).nullable(),
    score: optionalAmount,
    reason: optionalText,
    note: optionalText,
    decided_by_name: optionalText,
    decided_at: optionalInstant,
    list_ms: amount,
    total: amount,
  })
  .transform((row) => ({
    id: row.recommendation_id,
    accountId: row.account_id,
    accountName: row.account_name,
    recommendedCsm: row.recommended_csm,
    givenCsm: row.given_csm,
    recommendedAt: row.recommended_at,
    outcome: row.outcome,
    /** Decided by another program, so time, person, and reason are unknown. */
    external: row.external,
    verdict: row.verdict,
    score: row.score,
    reason: row.reason,
    note: row.note,
    byName: row.decided_by_name,
    decidedAt: row.decided_at,
    /** For the next part of an export. */
    key: { ms: row.list_ms, id: row.recommendation_id },
    total: row.total,
  }));
export type AcceptanceRow = z.infer<typeof acceptanceRow>;

/**
 * The recommendations behind a figure, most recently decided or made first, with their total number
 * (from the page's key on).
 */
export function acceptanceRows(
  scope: AcceptanceScope,
  filter: AcceptanceFilter,
  page: ListPage,
): Query<AcceptanceRow> {
  const [time, key] = [raw('COALESCE(o.decided_at, o.recommended_at)'), raw('o.recommendation_id')];
  return reportQuery({
    name: 'acceptance.rows',
    tables: ['recommendations', 'assignments', 'accounts', 'decisions', 'reviews'],
    row: acceptanceRow,
    sql: sql`WITH ${outcomeCtes(scope)},
${listedCte(page, {
  source: 'outcomes',
  alias: 'o',
  where: filterCondition(filter, scope),
  time,
  id: key,
  bind: idBind,
})},
known_accounts AS (
  ${accountsDeduped(sql`account_id IN (SELECT account_id FROM listed)`)}
)
SELECT
  l.recommendation_id, l.account_id, a.account_name, l.recommended_csm, l.given_csm,
  l.recommended_at, l.outcome, l.external, l.verdict, l.score, l.reason, d.note,
  d.decided_by_name, l.decided_at, l.list_ms, l.total
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

const RECEIVED_BY = `CASE o.outcome WHEN 'accepted' THEN o.recommended_csm
    WHEN 'overridden' THEN o.given_csm END`;

function filterCondition(filter: AcceptanceFilter, { spellings }: AcceptanceScope): Sql {
  const nameToUse = <Name extends string | null | undefined>(name: Name) =>
    typeof name === 'string' ? (spellings.get(name) ?? name) : name;
  const conditions = [
    // As in the figures, the earlier program's reassignments only count by method.
    filter.method === undefined ? sql`NOT ${isEarlierReassignment(raw('o.method'))}` : null,
    hasOutcome(filter.outcome),
    equals('o.method', filter.method),
    equals('o.week', filter.week),
    equals('o.decided_week', filter.decidedWeek),
    equals('o.decided_hour', filter.decidedHour),
    equalsText('o.recommended_csm', nameToUse(filter.csm)),
    equals('o.given_csm', nameToUse(filter.givenCsm)),
    equals(RECEIVED_BY, nameToUse(filter.receivedBy)),
    equalsClass('o.segment', filter.segment),
    equalsClass('o.level', filter.level),
    equals('o.band', filter.band),
    equals('o.verdict', filter.verdict),
    equalsText('o.reason', filter.reason),
    equals('o.external', filter.external),
    equals('o.to_suggestion', filter.toSuggestion),
  ].filter((condition) => condition !== null);
  return conditions.length > 0 ? join(conditions, ' AND ') : raw('TRUE');
}

function hasOutcome(outcome: AcceptanceFilter['outcome']): Sql | null {
  if (outcome === 'decided') return raw("o.outcome IN ('accepted', 'overridden', 'rejected')");
  if (outcome === 'not_accepted') return raw("o.outcome IN ('overridden', 'rejected')");
  return equals('o.outcome', outcome);
}

type Value = string | number | boolean | null | undefined;

function equals(column: string, value: Value): Sql | null {
  if (value === undefined) return null;
  return value === null ? raw(`${column} IS NULL`) : sql`${raw(column)} = ${value}`;
}

/** Blank text counts as unknown. */
function equalsText(column: string, value: string | null | undefined): Sql | null {
  return value === null ? raw(`NULLIF(TRIM(${column}), '') IS NULL`) : equals(column, value);
}

function equalsClass(column: string, value: string | null | undefined): Sql | null {
  if (value === undefined) return null;
  const name = normalizedClass(column);
  return value === null ? sql`${name} IS NULL` : sql`${name} = ${nameKey(value)}`;
}
