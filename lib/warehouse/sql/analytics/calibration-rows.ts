import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { amount, flag, id, instant, optionalText } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { type ListPage, listedCte } from '@/lib/warehouse/sql/shared/list-page';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import type { Query } from '@/lib/warehouse/types';
import { type CalibrationScope, decidedVerbs, reviewedDecisionCtes } from './calibration';

/** What the Reviews page counts decisions by. */
export const decisionGroups = ['all', 'reviewed', 'late', 'warned', 'timed', 'fast'] as const;

export const decisionOutcomes = ['accepted', 'overridden', 'rejected', 'not_accepted'] as const;

/** Selects the decisions behind a figure. Undefined doesn't filter. */
export interface CalibrationFilter {
  /** `late`: reviewed afterward. `warned`: with a warning; `timed`: seen for a known time; `fast`: briefly. */
  readonly group: (typeof decisionGroups)[number];
  readonly verdict?: Verdict | undefined;
  readonly outcome?: (typeof decisionOutcomes)[number] | undefined;
  readonly hidden?: boolean | undefined;
  /** Local week of the decision: its Monday in days since 1970-01-01. */
  readonly week?: number | undefined;
  readonly model?: string | undefined;
  readonly promptVersion?: number | undefined;
  /** Only approvals that were accepted and reassignments that were not. */
  readonly agreed?: boolean | undefined;
  /** Only overrides to the CSM that Claude suggested. */
  readonly toSuggestion?: boolean | undefined;
}

const calibrationRow = z
  .object({
    decision_id: id,
    recommendation_id: id,
    account_id: id,
    account_name: optionalText,
    verb: z.enum(decidedVerbs),
    recommended_csm: optionalText,
    csm_name: optionalText,
    verdict: z.enum(verdicts).nullable(),
    blind: flag,
    late: flag,
    suggested_csm: optionalText,
    reason: optionalText,
    note: optionalText,
    decided_by_name: optionalText,
    decided_at: instant,
    list_ms: amount,
    total: amount,
  })
  .transform((row) => ({
    recommendationId: row.recommendation_id,
    accountId: row.account_id,
    accountName: row.account_name,
    verb: row.verb,
    recommendedCsm: row.recommended_csm,
    /** Who received the account. */
    assignedCsm: row.csm_name,
    /** Null if there was no review at the time of the decision. */
    verdict: row.verdict,
    /** Whether the verdict was hidden when the decision was made. */
    hidden: row.blind,
    /** Whether the review came after the decision. */
    late: row.late,
    suggestedCsm: row.suggested_csm,
    reason: row.reason,
    note: row.note,
    byName: row.decided_by_name,
    decidedAt: row.decided_at,
    /** For the next part of an export. */
    key: { ms: row.list_ms, id: row.decision_id },
    total: row.total,
  }));
export type CalibrationRow = z.infer<typeof calibrationRow>;

/** The decisions behind a figure, newest first, with their total number (from the page's key on). */
export function calibrationRows(
  scope: CalibrationScope,
  filter: CalibrationFilter,
  page: ListPage,
): Query<CalibrationRow> {
  const [time, key] = [raw('r.decided_at'), raw('r.decision_id')];
  return reportQuery({
    name: 'calibration.rows',
    tables: ['decisions', 'reviews', 'accounts'],
    row: calibrationRow,
    sql: sql`WITH ${reviewedDecisionCtes(scope)},
${listedCte(page, {
  source: 'reviewed',
  alias: 'r',
  where: filterCondition(filter),
  time,
  id: key,
})},
known_accounts AS (
  ${accountsDeduped(sql`account_id IN (SELECT account_id FROM listed)`)}
)
SELECT
  l.decision_id, l.recommendation_id, l.account_id, a.account_name, l.verb, l.recommended_csm,
  l.csm_name, l.verdict, l.blind, l.late, l.suggested_csm, l.reason, l.note, l.decided_by_name,
  l.decided_at, l.list_ms, l.total
FROM listed AS l
LEFT JOIN known_accounts AS a ON a.account_id = l.account_id
ORDER BY l.place`,
  });
}

const groupConditions: Readonly<Record<CalibrationFilter['group'], string>> = {
  all: 'TRUE',
  reviewed: 'r.verdict IS NOT NULL',
  late: 'r.late',
  warned: 'r.flagged',
  timed: '(r.flagged AND r.seen_ms IS NOT NULL)',
  fast: 'r.fast',
};

const outcomeConditions = {
  accepted: "r.verb = 'accept'",
  overridden: "r.verb = 'override'",
  rejected: "r.verb = 'reject'",
  not_accepted: "r.verb <> 'accept'",
} as const;

const AGREED = `((r.verdict = 'approve' AND r.verb = 'accept')
    OR (r.verdict = 'reassign' AND r.verb <> 'accept'))`;

function filterCondition(filter: CalibrationFilter): Sql {
  const { week, model, promptVersion, hidden } = filter;
  const conditions = [
    raw(groupConditions[filter.group]),
    filter.verdict !== undefined && sql`r.verdict = ${filter.verdict}`,
    filter.outcome && raw(outcomeConditions[filter.outcome]),
    hidden !== undefined && sql`r.blind = ${hidden}`,
    week !== undefined && sql`r.decided_week = ${week}`,
    model !== undefined && sql`r.model = ${model}`,
    promptVersion !== undefined && sql`r.prompt_version = ${promptVersion}`,
    filter.agreed && raw(AGREED),
    filter.toSuggestion && raw('r.to_suggestion'),
  ].filter((condition) => typeof condition === 'object');
  return join(conditions, ' AND ');
}
