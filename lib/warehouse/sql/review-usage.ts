import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { isExpired, reviewKinds } from './review-calls';
import {
  amount,
  flag,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { query } from './shared/statement';

const usageRow = z
  .object({
    model: optionalText,
    kind: z.enum(reviewKinds).nullable(),
    input_tokens: amount,
    cache_write_tokens: amount,
    cache_read_tokens: amount,
    output_tokens: amount,
    last_run_id: text,
    last_kind: z.enum(reviewKinds),
    last_status: z.enum(['started', 'waiting', 'done', 'failed']),
    last_failure: optionalText,
    last_asked: optionalAmount,
    last_reviewed: optionalAmount,
    last_started_at: instant,
    last_is_expired: flag,
    last_ended_at: optionalInstant,
  })
  .transform((row) => ({
    /** Null if no tokens were used in that period; then the kind is null too. */
    model: row.model,
    kind: row.kind,
    usage: {
      input: row.input_tokens,
      cacheWrite: row.cache_write_tokens,
      cacheRead: row.cache_read_tokens,
      output: row.output_tokens,
    },
    last: {
      runId: row.last_run_id,
      kind: row.last_kind,
      status: row.last_status,
      failure: row.last_failure,
      asked: row.last_asked,
      reviewed: row.last_reviewed,
      startedAt: row.last_started_at,
      isExpired: row.last_is_expired,
      endedAt: row.last_ended_at,
    },
  }));
export type ReviewUsageRow = z.infer<typeof usageRow>;

/**
 * Token usage of the reviews that started in [from, to), by model and kind, each row with the last
 * review ever. No row if there never was a review.
 */
export function reviewUsage(from: Date, to: Date): Query<ReviewUsageRow> {
  return query({
    name: 'review-calls.usage',
    tables: ['reviewCalls'],
    row: usageRow,
    sql: sql`WITH spent AS (
  SELECT model, kind,
    SUM(COALESCE(input_tokens, 0)) AS input_tokens,
    SUM(COALESCE(cache_write_tokens, 0)) AS cache_write_tokens,
    SUM(COALESCE(cache_read_tokens, 0)) AS cache_read_tokens,
    SUM(COALESCE(output_tokens, 0)) AS output_tokens
  FROM ${t.reviewCalls}
  WHERE started_at >= ${timestampBind(from)} AND started_at < ${timestampBind(to)}
  GROUP BY model, kind
),
newest AS (
  SELECT *, ${isExpired} AS is_expired FROM ${t.reviewCalls} ORDER BY started_at DESC, call_id DESC LIMIT 1
)
SELECT s.model, s.kind,
  COALESCE(s.input_tokens, 0) AS input_tokens,
  COALESCE(s.cache_write_tokens, 0) AS cache_write_tokens,
  COALESCE(s.cache_read_tokens, 0) AS cache_read_tokens,
  COALESCE(s.output_tokens, 0) AS output_tokens,
  n.run_id AS last_run_id,
  n.kind AS last_kind,
  n.status AS last_status,
  n.failure AS last_failure,
  n.asked AS last_asked,
  n.reviewed AS last_reviewed,
  n.started_at AS last_started_at,
  n.is_expired AS last_is_expired,
  n.ended_at AS last_ended_at
FROM newest AS n
LEFT JOIN spent AS s ON 1 = 1
ORDER BY s.model, s.kind`,
  });
}
