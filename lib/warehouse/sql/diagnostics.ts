import sql, { raw } from 'sql-template-tag';
import type { Query } from '../types';
import { type Answer, answersTo } from './answers';
import { type DiagnosticsRequest, diagnosticsQuestions, listed } from './diagnostics-questions';
import { at } from './fields';
import { receivedTable, standingDecisions } from './standing';
import { query } from './statement';
import { t } from './tables';

export type DiagnosticsFigure = Answer<ReturnType<typeof diagnosticsQuestions>>;

/**
 * Answers what the page of diagnostics tells beside what is known of the company: how many accounts
 * need a CSM and who is active by the data team's count; what CSMs received lately; what was not
 * accepted since a moment, the lowest scores first (the data team's query, ties by id); runs and
 * reviews that went wrong lately, and the last of each; the schema's version.
 */
export function diagnosticsFigures(request: DiagnosticsRequest): Query<DiagnosticsFigure> {
  const { now, limits, lowSince, troubleSince } = request;
  const figures = answersTo(diagnosticsQuestions(request));
  return query(
    'diagnostics.figures',
    sql`WITH ${receivedTable(now, limits)},
low AS (
  SELECT *
  FROM ${t.recommendations}
  WHERE was_assigned = FALSE AND recommendation_timestamp >= ${at(lowSince)}
  ORDER BY optimization_score ASC NULLS LAST, recommendation_id ASC
  LIMIT ${raw(String(listed.low))}
),
low_rejected AS (
  ${standingDecisions(
    sql`DISTINCT d.recommendation_id, d.verb`,
    sql`d.verb = 'reject' AND d.recommendation_id IN (SELECT recommendation_id FROM low)`,
  )}
),
low_assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE account_id IN (SELECT account_id FROM low)
  GROUP BY account_id
),
last_run AS (
  SELECT * FROM ${t.runs} WHERE dry_run = FALSE ORDER BY started_at DESC, run_id DESC LIMIT 1
),
run_troubles AS (
  SELECT *, COUNT(*) OVER () AS rows_counted
  FROM ${t.runs}
  WHERE status IN ('failed', 'cancelled') AND started_at >= ${at(troubleSince)}
  ORDER BY started_at DESC, run_id DESC
  LIMIT ${raw(String(listed.runs))}
),
review_troubles AS (
  SELECT *, COUNT(*) OVER () AS rows_counted
  FROM ${t.reviewCalls}
  WHERE status = 'failed' AND started_at >= ${at(troubleSince)}
  ORDER BY started_at DESC, call_id DESC
  LIMIT ${raw(String(listed.reviews))}
),
last_review AS (
  SELECT * FROM ${t.reviewCalls} ORDER BY started_at DESC, call_id DESC LIMIT 1
)
${figures.select}`,
    figures.row,
  );
}
