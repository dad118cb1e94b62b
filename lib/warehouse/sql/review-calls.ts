import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import {
  amount,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { command, query } from './shared/statement';

export const reviewKinds = ['now', 'batch'] as const;
export type ReviewKind = (typeof reviewKinds)[number];

/** A review of a run as it is recorded before Claude is asked. */
export interface NewReviewCall {
  readonly id: string;
  readonly runId: string;
  readonly kind: ReviewKind;
  readonly model: string;
  readonly promptVersion: number;
  /** The member's email. */
  readonly by: string;
  readonly at: Date;
  /** From when on it counts as interrupted; a batch that waits as lost. */
  readonly expiresAt: Date;
}

/**
 * Takes the run for this transaction, so that one review of it begins at a time; affects one row
 * for a run that was saved and has recommendations, none otherwise.
 */
export function claimRunForReview(runId: string): Command {
  return command({
    name: 'review-calls.take-run',
    tables: ['runs'],
    sql: sql`UPDATE ${t.runs} SET stage = stage
WHERE run_id = ${runId} AND status = 'succeeded' AND dry_run = FALSE`,
  });
}

/** Records a review of a run, unless one of it is under way; affects one row, or none then. */
export function insertReviewCall(call: NewReviewCall): Command {
  return command({
    name: 'review-calls.insert',
    tables: ['reviewCalls'],
    sql: sql`INSERT INTO ${t.reviewCalls} (
  call_id, run_id, kind, status, model, prompt_version, started_by, started_at, expires_at
)
SELECT CAST(${call.id} AS VARCHAR), CAST(${call.runId} AS VARCHAR), CAST(${call.kind} AS VARCHAR),
  'started', CAST(${call.model} AS VARCHAR), CAST(${call.promptVersion} AS INTEGER),
  CAST(${call.by} AS VARCHAR), ${timestampBind(call.at)}, ${timestampBind(call.expiresAt)}
WHERE NOT EXISTS (
  SELECT 1 FROM ${t.reviewCalls}
  WHERE run_id = ${call.runId} AND status IN ('started', 'waiting')
)`,
  });
}

/** Why a review came to nothing, or to less than was asked. */
export interface ReviewFailure {
  readonly code: string;
  /** In words for a person. */
  readonly message: string;
}

/** The reviews whose process is gone: of one run those not ended in time, or all that have begun. */
export type InterruptedReviews = { readonly runId: string } | 'all-started' | 'expired';

/** Ends reviews that never will end by themselves. */
export function failInterruptedReviews(
  lost: InterruptedReviews,
  now: Date,
  { code, message }: ReviewFailure,
) {
  const expired = sql`status IN ('started', 'waiting') AND expires_at < ${timestampBind(now)}`;
  const which =
    lost === 'all-started'
      ? sql`status = 'started'`
      : lost === 'expired'
        ? sql`status = 'started' AND expires_at < ${timestampBind(now)}`
        : sql`run_id = ${lost.runId} AND ${expired}`;
  return command({
    name: 'review-calls.end-lost',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls}
SET status = 'failed', failure_code = ${code}, failure = ${message}, ended_at = ${timestampBind(now)}
WHERE ${which}`,
  });
}

/** Records how many recommendations are asked about. */
export function setRequestedCount(callId: string, asked: number): Command {
  return command({
    name: 'review-calls.set-asked',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls} SET asked = CAST(${asked} AS INTEGER)
WHERE call_id = ${callId} AND status = 'started'`,
  });
}

/** Records that a batch was handed in and is to be picked up; affects one row. */
export function setBatchSubmitted(call: {
  readonly id: string;
  readonly batchId: string;
  readonly expiresAt: Date;
}): Command {
  return command({
    name: 'review-calls.set-waiting',
    tables: ['reviewCalls'],
    sql: sql`UPDATE ${t.reviewCalls}
SET status = 'waiting', batch_id = ${call.batchId}, expires_at = ${timestampBind(call.expiresAt)}
WHERE call_id = ${call.id} AND status = 'started'`,
  });
}

/** Ends a review; affects no row when it was ended before, and nothing of it must be written then. */
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
    expires_at: instant,
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
    /** Null until it is known what there is to ask about. */
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
    /** A review that started and did not end by then was interrupted. */
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
  }));
export type ReviewCallRow = z.infer<typeof callRow>;

/** Answers the reviews of a run, newest first. */
export function reviewCallsOfRun(runId: string): Query<ReviewCallRow> {
  return query({
    name: 'review-calls.of-run',
    tables: ['reviewCalls'],
    row: callRow,
    sql: sql`SELECT * FROM ${t.reviewCalls}
WHERE run_id = ${runId}
ORDER BY started_at DESC, call_id DESC`,
  });
}

/** Answers the batches that were handed in and not picked up, oldest first. */
export function submittedBatches(): Query<ReviewCallRow> {
  return query({
    name: 'review-calls.waiting',
    tables: ['reviewCalls'],
    row: callRow,
    sql: sql`SELECT * FROM ${t.reviewCalls}
WHERE status = 'waiting' AND batch_id IS NOT NULL
ORDER BY started_at, call_id`,
  });
}

const tokensRow = z.object({ tokens: amount }).transform((row) => row.tokens);

/** How many tokens did reviews use that began at `from` or later and before `to`? */
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
