import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
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
import { command, oneRow, query } from './shared/statement';
import { warehouseNow, warehouseTimeIn } from './shared/warehouse-clock';

export const reviewKinds = ['now', 'batch'] as const;
export type ReviewKind = (typeof reviewKinds)[number];

/** A review call to insert before the request to Claude. */
export interface NewReviewCall {
  readonly id: string;
  readonly runId: string;
  readonly kind: ReviewKind;
  readonly model: string;
  readonly promptVersion: number;
  /** The member's email. */
  readonly by: string;
  readonly at: Date;
  /** After how many milliseconds of the warehouse's clock it counts as interrupted. */
  readonly ttlMs: number;
}

/**
 * Claims the run for this transaction, so that only one review of it starts at a time. Affects one
 * row if the run is saved and has recommendations.
 */
export function claimRunForReview(runId: string): Command {
  return command({
    name: 'review-calls.claim-run',
    tables: ['runs'],
    sql: sql`UPDATE ${t.runs} SET stage = stage
WHERE run_id = ${runId} AND status = 'succeeded' AND dry_run = FALSE`,
  });
}

/** Inserts a review call unless one for the run is in progress; affects no row then. */
export function insertReviewCall(call: NewReviewCall): Command {
  return command({
    name: 'review-calls.insert',
    tables: ['reviewCalls'],
    sql: sql`INSERT INTO ${t.reviewCalls} (
  call_id, run_id, kind, status, model, prompt_version, started_by, started_at, expires_at
)
SELECT CAST(${call.id} AS VARCHAR), CAST(${call.runId} AS VARCHAR), CAST(${call.kind} AS VARCHAR),
  'started', CAST(${call.model} AS VARCHAR), CAST(${call.promptVersion} AS INTEGER),
  CAST(${call.by} AS VARCHAR), ${timestampBind(call.at)}, ${warehouseTimeIn(call.ttlMs)}
FROM ${oneRow}
WHERE NOT EXISTS (
  SELECT 1 FROM ${t.reviewCalls}
  WHERE run_id = ${call.runId} AND status IN ('started', 'waiting')
)`,
  });
}

/** Why a review failed or is incomplete. */
export interface ReviewFailure {
  readonly code: string;
  /** User-facing message. */
  readonly message: string;
}

/**
 * Review calls whose process is gone: those of one run that did not end in time, or all that have
 * started.
 */
export type InterruptedReviews = { readonly runId: string } | 'all-started' | 'expired';

/** Whether a review call has not ended in time, by the clock that all servers share. */
export const isExpired: Sql = sql`expires_at < ${warehouseNow}`;

/** Marks interrupted review calls as failed. */
export function failInterruptedReviews(
  lost: InterruptedReviews,
  now: Date,
  { code, message }: ReviewFailure,
) {
  const which =
    lost === 'all-started'
      ? sql`status = 'started'`
      : lost === 'expired'
        ? sql`status = 'started' AND ${isExpired}`
        : sql`run_id = ${lost.runId} AND status IN ('started', 'waiting') AND ${isExpired}`;
  return command({
    name: 'review-calls.fail-interrupted',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls}
SET status = 'failed', failure_code = ${code}, failure = ${message}, ended_at = ${timestampBind(now)}
WHERE ${which}`,
  });
}

/** Records the number of recommendations in the request. */
export function setRequestedCount(callId: string, requested: number): Command {
  return command({
    name: 'review-calls.set-requested',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls} SET asked = CAST(${requested} AS INTEGER)
WHERE call_id = ${callId} AND status = 'started'`,
  });
}

/**
 * Records that a batch was submitted and must be polled; affects one row.
 * @param call.ttlMs after how many milliseconds of the warehouse's clock the batch counts as lost
 */
export function setBatchSubmitted(call: {
  readonly id: string;
  readonly batchId: string;
  readonly ttlMs: number;
}): Command {
  return command({
    name: 'review-calls.set-submitted',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls}
SET status = 'waiting', batch_id = ${call.batchId}, expires_at = ${warehouseTimeIn(call.ttlMs)}
WHERE call_id = ${call.id} AND status = 'started'`,
  });
}

/**
 * Finishes a review call. Affects no row if it already ended; the caller must not save its reviews
 * then.
 */
export function endReviewCall(call: {
  readonly id: string;
  readonly status: 'done' | 'failed';
  readonly failure: ReviewFailure | null;
  readonly asked: number;
  readonly reviewed: number;
  readonly model: string;
  readonly usage: {
    readonly input: number;
    readonly cacheWrite: number;
    readonly cacheRead: number;
    readonly output: number;
  };
  readonly latencyMs: number | null;
  readonly at: Date;
}): Command {
  const { failure, usage } = call;
  return command({
    name: 'review-calls.end',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls} SET
  status = ${call.status},
  failure_code = CAST(${failure?.code ?? null} AS VARCHAR),
  failure = CAST(${failure?.message ?? null} AS VARCHAR),
  asked = CAST(${call.asked} AS INTEGER),
  reviewed = CAST(${call.reviewed} AS INTEGER),
  model = ${call.model},
  input_tokens = CAST(${usage.input} AS INTEGER),
  cache_write_tokens = CAST(${usage.cacheWrite} AS INTEGER),
  cache_read_tokens = CAST(${usage.cacheRead} AS INTEGER),
  output_tokens = CAST(${usage.output} AS INTEGER),
  latency_ms = CAST(${call.latencyMs} AS INTEGER),
  ended_at = ${timestampBind(call.at)}
WHERE call_id = ${call.id} AND status IN ('started', 'waiting')`,
  });
}

const callRow = z
  .object({
    call_id: text,
    run_id: text,
    kind: z.enum(reviewKinds),
    batch_id: optionalText,
    status: z.enum(['started', 'waiting', 'done', 'failed']),
    failure_code: optionalText,
    failure: optionalText,
    asked: optionalAmount,
    reviewed: optionalAmount,
    model: text,
    prompt_version: amount,
    input_tokens: optionalAmount,
    cache_write_tokens: optionalAmount,
    cache_read_tokens: optionalAmount,
    output_tokens: optionalAmount,
    latency_ms: optionalAmount,
    started_by: text,
    started_at: instant,
    is_expired: flag,
    ended_at: optionalInstant,
  })
  .transform((row) => ({
    id: row.call_id,
    runId: row.run_id,
    kind: row.kind,
    batchId: row.batch_id,
    status: row.status,
    failureCode: row.failure_code,
    failure: row.failure,
    /** Null until the request has been built. */
    requested: row.asked,
    reviewed: row.reviewed,
    model: row.model,
    promptVersion: row.prompt_version,
    usage: {
      input: row.input_tokens ?? 0,
      cacheWrite: row.cache_write_tokens ?? 0,
      cacheRead: row.cache_read_tokens ?? 0,
      output: row.output_tokens ?? 0,
    },
    latencyMs: row.latency_ms,
    startedBy: row.started_by,
    startedAt: row.started_at,
    /** Whether a started call counts as interrupted. */
    isExpired: row.is_expired,
    endedAt: row.ended_at,
  }));
export type ReviewCallRow = z.infer<typeof callRow>;

const callsWithExpiry = sql`SELECT *, ${isExpired} AS is_expired FROM ${t.reviewCalls}`;

/** The review calls of a run, newest first. */
export function reviewCallsOfRun(runId: string): Query<ReviewCallRow> {
  return query({
    name: 'review-calls.of-run',
    tables: ['reviewCalls'],
    row: callRow,
    sql: sql`${callsWithExpiry}
WHERE run_id = ${runId}
ORDER BY started_at DESC, call_id DESC`,
  });
}

/** Submitted batches without results yet, oldest first. */
export function submittedBatches(): Query<ReviewCallRow> {
  return query({
    name: 'review-calls.submitted',
    tables: ['reviewCalls'],
    row: callRow,
    sql: sql`${callsWithExpiry}
WHERE status = 'waiting' AND batch_id IS NOT NULL
ORDER BY started_at, call_id`,
  });
}

const tokensRow = z.object({ tokens: amount }).transform((row) => row.tokens);

/** Tokens used by review calls that started in [from, to). */
export function reviewTokens(from: Date, to: Date): Query<number> {
  return query({
    name: 'review-calls.tokens',
    tables: ['reviewCalls'],
    row: tokensRow,
    sql: sql`SELECT COALESCE(SUM(
  COALESCE(input_tokens, 0) + COALESCE(cache_write_tokens, 0) + COALESCE(cache_read_tokens, 0)
  + COALESCE(output_tokens, 0)
), 0) AS tokens
FROM ${t.reviewCalls}
WHERE started_at >= ${timestampBind(from)} AND started_at < ${timestampBind(to)}`,
  });
}
