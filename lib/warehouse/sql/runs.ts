import sql, { empty, raw, type Sql } from 'sql-template-tag';
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
import { isAfter, type ListPage, listMs, listOrder, offsetOf } from './shared/list-page';
import { rowLimit } from './shared/row-limit';
import { command, oneRow, query } from './shared/statement';
import { warehouseNow } from './shared/warehouse-clock';

export const runStatuses = ['running', 'succeeded', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** The stages of a run, in order. */
export const runStages = ['reading', 'solving', 'saving'] as const;
export type RunStage = (typeof runStages)[number];

/** `refresh` places the accounts of stale pending recommendations again. */
export const runModes = ['single', 'batch', 'refresh'] as const;
export type RunMode = (typeof runModes)[number];

const runRow = z
  .object({
    run_id: text,
    mode: z.enum(runModes),
    dry_run: flag,
    account_id: optionalText,
    batch_size: optionalAmount,
    status: z.enum(runStatuses),
    stage: z.enum(runStages).nullable(),
    started_by: text,
    started_by_name: text,
    started_at: instant,
    finished_at: optionalInstant,
    policy_version: amount,
    max_per_run: optionalAmount,
    placed: optionalAmount,
    deferred: optionalAmount,
    failure_code: optionalText,
    failure: optionalText,
    rolled_back_at: optionalInstant,
    rolled_back_by_name: optionalText,
    result: optionalText,
  })
  .transform((row) => ({
    id: row.run_id,
    mode: row.mode,
    dryRun: row.dry_run,
    accountId: row.account_id,
    batchSize: row.batch_size,
    status: row.status,
    stage: row.stage,
    startedBy: row.started_by,
    startedByName: row.started_by_name,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    policyVersion: row.policy_version,
    /** This run's own limit of accounts per CSM; null if the policy's applied. */
    maxPerRun: row.max_per_run,
    placed: row.placed,
    deferred: row.deferred,
    failureCode: row.failure_code,
    failure: row.failure,
    /** When and by whom its decisions were last undone together. */
    rolledBackAt: row.rolled_back_at,
    rolledBackByName: row.rolled_back_by_name,
    /** JSON; lib/runs parses it. */
    result: row.result,
  }));
export type RunRow = z.infer<typeof runRow>;

/** Data of a successful run that analytics read, as JSON; lib/runs builds it. */
export interface RunSnapshot {
  /** Fairness before and after the run. */
  readonly fairness: string;
  /** The active CSMs who were unavailable when the run started, by reason. */
  readonly unavailable: string;
  /** How many accounts each active CSM had when the run started, and their capacity. */
  readonly books: string;
}

export interface NewRun {
  readonly id: string;
  readonly mode: RunMode;
  readonly dryRun: boolean;
  readonly accountId: string | null;
  readonly batchSize: number;
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
  readonly policyVersion: number;
  /** This run's own limit of accounts per CSM; by default, the policy's applies. */
  readonly maxPerRun?: number | undefined;
  /** Makes a retry by the same person return the first run. */
  readonly idempotency?: IdempotencyKey | undefined;
}

/** A key that a client sends with each attempt to start the same run. */
export interface IdempotencyKey {
  readonly key: string;
  /** The hash of the run's input, because the same key with other input is a mistake. */
  readonly inputHash: string;
}

/** Records the start of a run. Affects no row if a run is in progress. */
export function insertRun(run: NewRun): Command {
  return command({
    name: 'runs.insert',
    tables: ['runs'],
    sql: sql`INSERT INTO ${t.runs} (
  run_id, mode, dry_run, account_id, batch_size, status, stage, started_by, started_by_name,
  started_at, policy_version, max_per_run, idempotency_key, input_hash
)
SELECT CAST(${run.id} AS VARCHAR), CAST(${run.mode} AS VARCHAR), CAST(${run.dryRun} AS BOOLEAN),
  CAST(${run.accountId} AS VARCHAR), CAST(${run.batchSize} AS INTEGER), 'running', 'reading',
  CAST(${run.by.email} AS VARCHAR), CAST(${run.by.name} AS VARCHAR), ${timestampBind(run.at)},
  CAST(${run.policyVersion} AS INTEGER), CAST(${run.maxPerRun ?? null} AS INTEGER),
  CAST(${run.idempotency?.key ?? null} AS VARCHAR),
  CAST(${run.idempotency?.inputHash ?? null} AS VARCHAR)
FROM ${oneRow}
WHERE NOT EXISTS (SELECT 1 FROM ${t.runs} WHERE run_id = ${run.id} OR status = 'running')`,
  });
}

/** Why a run failed or was canceled. */
export interface RunFailure {
  readonly code: string;
  /** User-facing message. */
  readonly message: string;
}

/** The failure of a run whose process ended. */
export const interruptedRun: RunFailure = {
  code: 'interrupted',
  message: 'The program stopped during this run. Nothing was saved. Start it again.',
};

/**
 * Records the end of a run. Affects no row if the run has already ended. Earlier versions listed deferred
 * accounts in `deferred_accounts`; they are in `runDeferrals` now.
 */
export function finishRun(run: {
  readonly id: string;
  readonly status: Exclude<RunStatus, 'running'>;
  readonly stage: RunStage;
  readonly at: Date;
  readonly placed: number | null;
  readonly deferred: number | null;
  readonly failure: RunFailure | null;
  readonly result: string | null;
  readonly snapshot?: RunSnapshot;
}): Command {
  return command({
    name: 'runs.finish',
    tables: ['runs'],
    sql: sql`UPDATE ${t.runs} SET
  status = ${run.status},
  stage = ${run.stage},
  finished_at = ${timestampBind(run.at)},
  placed = CAST(${run.placed} AS INTEGER),
  deferred = CAST(${run.deferred} AS INTEGER),
  failure_code = CAST(${run.failure?.code ?? null} AS VARCHAR),
  failure = CAST(${run.failure?.message ?? null} AS VARCHAR),
  result = CAST(${run.result} AS VARCHAR),
  fairness = CAST(${run.snapshot?.fairness ?? null} AS VARCHAR),
  unavailable = CAST(${run.snapshot?.unavailable ?? null} AS VARCHAR),
  deferred_accounts = '[]',
  books = CAST(${run.snapshot?.books ?? null} AS VARCHAR)
WHERE run_id = ${run.id} AND status = 'running'`,
  });
}

/** Records that the decisions of a run were undone together. */
export function markRolledBack(
  runId: string,
  by: { readonly email: string; readonly name: string },
  at: Date,
): Command {
  return command({
    name: 'runs.mark-rolled-back',
    tables: ['runs'],
    sql: sql`UPDATE ${t.runs} SET
  rolled_back_at = ${timestampBind(at)},
  rolled_back_by = ${by.email},
  rolled_back_by_name = ${by.name}
WHERE run_id = ${runId}`,
  });
}

function failRunning(condition: Sql, now: Date): Command {
  return command({
    name: 'runs.fail-abandoned',
    tables: ['runs', 'locks'],
    sql: sql`UPDATE ${t.runs} SET
  status = 'failed',
  finished_at = ${timestampBind(now)},
  failure_code = ${interruptedRun.code},
  failure = ${interruptedRun.message}
WHERE status = 'running'${condition}`,
  });
}

/** Records every running run as interrupted. */
export function failAllRuns(now: Date): Command {
  return failRunning(empty, now);
}

/**
 * Records the running runs of dead processes as interrupted: those without a valid lock. A run and its
 * lock are committed together.
 */
export function failAbandonedRuns(now: Date): Command {
  return failRunning(
    sql`
  AND run_id NOT IN (
    SELECT holder FROM ${t.locks}
    WHERE name = 'run' AND holder IS NOT NULL AND expires_at >= ${warehouseNow}
  )`,
    now,
  );
}

const interruptedRow = z.object({ run_id: text });

/** The runs that were recorded as interrupted at a time. */
export function runsInterruptedAt(at: Date): Query<z.infer<typeof interruptedRow>> {
  return query({
    name: 'runs.interrupted-at',
    tables: ['runs'],
    row: interruptedRow,
    sql: sql`SELECT run_id FROM ${t.runs}
WHERE failure_code = ${interruptedRun.code} AND finished_at = ${timestampBind(at)}
ORDER BY run_id`,
  });
}

const runColumns = raw(`run_id, mode, dry_run, account_id, batch_size, status, stage, started_by,
  started_by_name, started_at, finished_at, policy_version, max_per_run, placed, deferred,
  failure_code, failure, rolled_back_at, rolled_back_by_name`);

/** The run in progress, if any. */
export function runInProgress(): Query<RunRow> {
  return query({
    name: 'runs.in-progress',
    tables: ['runs'],
    row: runRow,
    sql: sql`SELECT ${runColumns}, result FROM ${t.runs} WHERE status = 'running' ORDER BY started_at DESC, run_id DESC LIMIT 1`,
  });
}

export function runById(runId: string): Query<RunRow> {
  return query({
    name: 'runs.by-id',
    tables: ['runs'],
    row: runRow,
    sql: sql`SELECT ${runColumns}, result FROM ${t.runs} WHERE run_id = ${runId}`,
  });
}

const keyedRunRow = z
  .object({ run_id: text, input_hash: optionalText })
  .transform((row) => ({ id: row.run_id, inputHash: row.input_hash }));
export type KeyedRunRow = z.infer<typeof keyedRunRow>;

/** The run that a person started with an idempotency key. */
export function runByKey(startedBy: string, key: string): Query<KeyedRunRow> {
  return query({
    name: 'runs.by-key',
    tables: ['runs'],
    row: keyedRunRow,
    sql: sql`SELECT run_id, input_hash
FROM ${t.runs}
WHERE started_by = ${startedBy} AND idempotency_key = ${key}
ORDER BY started_at, run_id
LIMIT 1`,
  });
}

const timeRow = z.object({ happened_at: instant }).transform((row) => row.happened_at);

/**
 * The newest start of a run or time of a decision after `now`. No row as long as the clocks of all servers
 * agree and were not set back.
 */
export function newestTimeAhead(now: Date, until: Date): Query<Date> {
  const isAhead = (time: string) =>
    sql`${raw(time)} > ${timestampBind(now)} AND ${raw(time)} <= ${timestampBind(until)}`;
  return query({
    name: 'runs.newest-time',
    tables: ['runs', 'decisions'],
    row: timeRow,
    sql: sql`SELECT x.happened_at
FROM (
  SELECT started_at AS happened_at FROM ${t.runs} WHERE ${isAhead('started_at')}
  UNION ALL
  SELECT decided_at FROM ${t.decisions} WHERE ${isAhead('decided_at')}
) AS x
ORDER BY x.happened_at DESC
LIMIT 1`,
  });
}

const runSummaryRow = z
  .intersection(runRow, z.object({ list_ms: amount, total: amount }))
  .transform(({ list_ms, result: _, ...run }) => ({ ...run, key: { ms: list_ms, id: run.id } }));
export type RunSummaryRow = z.infer<typeof runSummaryRow>;

/** Part of the list of runs, newest first. Each row has the total number of runs (from the key on). */
export function runsPage(page: ListPage): Query<RunSummaryRow> {
  const [time, id] = [raw('started_at'), raw('run_id')];
  return query({
    name: 'runs.page',
    tables: ['runs'],
    row: runSummaryRow,
    sql: sql`SELECT ${runColumns}, CAST(NULL AS VARCHAR) AS result, ${listMs(time)} AS list_ms,
  COUNT(*) OVER () AS total
FROM ${t.runs}
WHERE ${isAfter(page, time, id)}
${listOrder(time, id)}
LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(offsetOf(page))}`,
  });
}
