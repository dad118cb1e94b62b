import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { runModes } from '@/lib/warehouse/sql/runs';
import {
  amount,
  flag,
  instant,
  optionalAmount,
  optionalText,
  text,
  timestampBind,
} from '@/lib/warehouse/sql/shared/columns';
import {
  isAfter,
  type ListPage,
  listMs,
  listOrder,
  offsetOf,
} from '@/lib/warehouse/sql/shared/list-page';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

const failureRow = z
  .object({
    kind: z.enum(['run', 'review']),
    failed_id: text,
    run_id: text,
    mode: z.enum(runModes).nullable(),
    dry_run: flag,
    account_id: optionalText,
    batch_size: optionalAmount,
    status: z.enum(['failed', 'cancelled']),
    failure_code: optionalText,
    failure: optionalText,
    asked: optionalAmount,
    reviewed: optionalAmount,
    started_by_name: optionalText,
    started_at: instant,
    list_ms: amount,
    total: amount,
  })
  .transform((row) => {
    const shared = {
      id: row.failed_id,
      runId: row.run_id,
      failureCode: row.failure_code,
      failure: row.failure,
      startedAt: row.started_at,
      key: { ms: row.list_ms, id: row.failed_id },
      total: row.total,
    };
    if (row.kind === 'review') {
      return { ...shared, kind: 'review' as const, asked: row.asked, reviewed: row.reviewed };
    }
    return {
      ...shared,
      kind: 'run' as const,
      mode: row.mode ?? 'batch',
      dryRun: row.dry_run,
      accountId: row.account_id,
      batchSize: row.batch_size,
      status: row.status,
      startedByName: row.started_by_name ?? '',
    };
  });
export type FailureRow = z.infer<typeof failureRow>;

/**
 * Part of the runs and reviews since a time that failed, were canceled, or were interrupted, newest
 * first, with their total number (from the part's key on).
 */
export function failures(since: Date, page: ListPage): Query<FailureRow> {
  const [time, key] = [raw('f.started_at'), raw('f.failed_id')];
  const from = timestampBind(since);
  return reportQuery({
    name: 'diagnostics.failures',
    tables: ['runs', 'reviewCalls'],
    row: failureRow,
    sql: sql`WITH failures AS (
  SELECT 'run' AS kind, run_id AS failed_id, run_id, mode, dry_run, account_id, batch_size, status,
    failure_code, failure, CAST(NULL AS INTEGER) AS asked, CAST(NULL AS INTEGER) AS reviewed,
    started_by_name, started_at
  FROM ${t.runs}
  WHERE status IN ('failed', 'cancelled') AND started_at >= ${from}
  UNION ALL
  SELECT 'review', call_id, run_id, CAST(NULL AS VARCHAR), FALSE, CAST(NULL AS VARCHAR),
    CAST(NULL AS INTEGER), status, failure_code, failure, asked, reviewed, CAST(NULL AS VARCHAR),
    started_at
  FROM ${t.reviewCalls}
  WHERE status = 'failed' AND started_at >= ${from}
)
SELECT f.*, ${listMs(time)} AS list_ms, COUNT(*) OVER () AS total
FROM failures AS f
WHERE ${isAfter(page, time, key)}
${listOrder(time, key)}
LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(offsetOf(page))}`,
  });
}
