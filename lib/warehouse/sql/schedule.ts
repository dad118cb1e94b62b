import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import {
  amount,
  instant,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { command, oneRow, query } from './shared/statement';

const scheduledJobRow = z
  .object({
    job: text,
    pattern: text,
    checked_until: instant,
    due_at: optionalInstant,
    started_at: optionalInstant,
    ended_at: optionalInstant,
    status: optionalText,
    message: optionalText,
    run_id: optionalText,
    missed: amount,
    missed_from: optionalInstant,
    missed_until: optionalInstant,
  })
  .transform((row) => ({
    job: row.job,
    /** The cron pattern and its time zone when the job was last checked. */
    pattern: row.pattern,
    /** Every time that the pattern has up to this one was started or missed. */
    checkedUntil: row.checked_until,
    /** The last execution. Null if there was none. */
    last:
      row.due_at && row.started_at
        ? {
            dueAt: row.due_at,
            startedAt: row.started_at,
            endedAt: row.ended_at,
            status: executionStatus.parse(row.status),
            message: row.message,
            runId: row.run_id,
          }
        : null,
    /** The last times at which no server was running. Null if there were none. */
    missed:
      row.missed_from && row.missed_until
        ? { count: row.missed, from: row.missed_from, until: row.missed_until }
        : null,
  }));
const executionStatus = z.enum(['started', 'succeeded', 'failed', 'interrupted']);
export type ScheduledJobRow = z.infer<typeof scheduledJobRow>;
export type ExecutionStatus = z.infer<typeof executionStatus>;

/** Every job that was ever scheduled. */
export function scheduledJobs(): Query<ScheduledJobRow> {
  return query({
    name: 'schedule.list',
    tables: ['schedule'],
    row: scheduledJobRow,
    sql: sql`SELECT job, pattern, checked_until, due_at, started_at, ended_at, status, message, run_id,
  missed, missed_from, missed_until
FROM ${t.schedule}
ORDER BY job`,
  });
}

interface JobPattern {
  readonly job: string;
  readonly pattern: string;
  /** From when on its times count. */
  readonly at: Date;
}

/** Adds a job, unless it is there. */
export function insertScheduledJob({ job, pattern, at }: JobPattern): Command {
  return command({
    name: 'schedule.insert',
    tables: ['schedule'],
    sql: sql`INSERT INTO ${t.schedule} (job, pattern, checked_until, missed)
SELECT CAST(${job} AS VARCHAR), CAST(${pattern} AS VARCHAR), ${timestampBind(at)}, 0
FROM ${oneRow}
WHERE NOT EXISTS (SELECT 1 FROM ${t.schedule} WHERE job = ${job})`,
  });
}

/** Gives a job a new pattern, whose times count from now on. Affects no row if it has it already. */
export function changeJobPattern({ job, pattern, at }: JobPattern): Command {
  return command({
    name: 'schedule.change',
    tables: ['schedule'],
    sql: sql`UPDATE ${t.schedule} SET pattern = ${pattern}, checked_until = ${timestampBind(at)}
WHERE job = ${job} AND pattern <> ${pattern}`,
  });
}

/** Records the start of a job at its time. Affects one row for the first server, and none for others. */
export function claimJob(claim: {
  readonly job: string;
  readonly dueAt: Date;
  readonly at: Date;
}): Command {
  const { job, dueAt, at } = claim;
  return command({
    name: 'schedule.claim',
    tables: ['schedule'],
    sql: sql`UPDATE ${t.schedule}
SET checked_until = ${timestampBind(dueAt)}, due_at = ${timestampBind(dueAt)},
  started_at = ${timestampBind(at)}, ended_at = NULL, status = 'started', message = NULL, run_id = NULL
WHERE job = ${job} AND checked_until < ${timestampBind(dueAt)}`,
  });
}

/** Records times at which no server was running. Affects no row if another server was first. */
export function recordMissedTimes(missed: {
  readonly job: string;
  readonly count: number;
  readonly from: Date;
  readonly until: Date;
}): Command {
  const { job, count, from, until } = missed;
  return command({
    name: 'schedule.missed',
    tables: ['schedule'],
    sql: sql`UPDATE ${t.schedule}
SET checked_until = ${timestampBind(until)}, missed = ${count}, missed_from = ${timestampBind(from)},
  missed_until = ${timestampBind(until)}
WHERE job = ${job} AND checked_until < ${timestampBind(until)}`,
  });
}

/** Records how an execution ended, or the run that it started. */
export function updateExecution(execution: {
  readonly job: string;
  readonly dueAt: Date;
  readonly status: ExecutionStatus;
  readonly message: string | null;
  readonly runId: string | null;
  readonly endedAt: Date | null;
}): Command {
  const { job, dueAt, status, message, runId, endedAt } = execution;
  const ended = endedAt === null ? sql`NULL` : timestampBind(endedAt);
  return command({
    name: 'schedule.update',
    tables: ['schedule'],
    sql: sql`UPDATE ${t.schedule}
SET status = ${status}, message = ${message}, run_id = ${runId}, ended_at = ${ended}
WHERE job = ${job} AND due_at = ${timestampBind(dueAt)}`,
  });
}

/** Records executions that a process left unfinished. */
export function failInterruptedExecutions(startedBefore: Date, at: Date): Command {
  return command({
    name: 'schedule.interrupted',
    tables: ['schedule'],
    sql: sql`UPDATE ${t.schedule} SET status = 'interrupted', ended_at = ${timestampBind(at)}
WHERE status = 'started' AND started_at < ${timestampBind(startedBefore)}`,
  });
}
