import 'server-only';
import { createBackup } from '@/lib/backups/create-backup';
import type { BackupSettings } from '@/lib/backups/settings';
import { type ScheduledResult, sendScheduled } from '@/lib/notifications/send-scheduled';
import type { NotificationTarget } from '@/lib/notifications/target';
import { describeShortfall } from '@/lib/runs/outcome';
import { getRun } from '@/lib/runs/read-runs';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { reportError } from '@/lib/server/log';
import { type ExecutionStatus, updateExecution } from '@/lib/warehouse/sql/schedule';
import type { JobName } from './jobs';

/** A claimed time of a job. */
export interface DueJob {
  readonly name: JobName;
  readonly dueAt: Date;
}

/** What the jobs need to know. */
export interface JobSettings {
  /** How many accounts a run places, at most. */
  readonly batchSize: number;
  readonly backups: BackupSettings;
  /** Where notifications go; null if nowhere. */
  readonly notify: NotificationTarget | null;
}

interface Outcome {
  readonly status: Exclude<ExecutionStatus, 'started'>;
  readonly message: string;
  readonly runId: string | null;
}

/** Executes a claimed job and records how it ended. Never rejects: it runs detached from any request. */
export async function executeJob(ctx: Context, due: DueJob, settings: JobSettings): Promise<void> {
  const { name, dueAt } = due;
  try {
    const outcome = await perform(ctx, due, settings).catch((error: unknown): Outcome => {
      const { message } = reportError(`schedule.${name}`, error);
      return { status: 'failed', message, runId: null };
    });
    await auditedTransaction(ctx, 'schedule.end', async (session, record) => {
      const end = { job: name, dueAt, ...outcome, endedAt: ctx.now() };
      await session.write(updateExecution(end));
      record({ action: 'schedule.ended', subject: name, details: { dueAt, ...outcome } });
    });
  } catch (error) {
    reportError(`schedule.${name}`, error);
  }
}

function perform(ctx: Context, due: DueJob, settings: JobSettings): Promise<Outcome> {
  const { batchSize, backups, notify } = settings;
  switch (due.name) {
    case 'run':
      return completeRun(ctx, due, { mode: 'batch', batchSize });
    case 'refresh':
      return completeRun(ctx, due, { mode: 'refresh' });
    case 'backup':
      return backUp(ctx, backups);
    case 'digest':
      return send(ctx, due, 'digest.daily', notify);
    case 'handover':
      return send(ctx, due, 'handover.weekly', notify);
  }
}

async function send(
  ctx: Context,
  { dueAt }: DueJob,
  event: 'digest.daily' | 'handover.weekly',
  target: NotificationTarget | null,
): Promise<Outcome> {
  const result: ScheduledResult = target
    ? await sendScheduled(ctx, target, { event, dueAt })
    : { status: 'failed', message: 'Nothing was sent: NOTIFY_URL is not set.' };
  return { ...result, runId: null };
}

async function backUp(ctx: Context, settings: BackupSettings): Promise<Outcome> {
  const { name } = await createBackup({ ...ctx, settings });
  return { status: 'succeeded', message: `Made and verified ${name}.`, runId: null };
}

async function completeRun(ctx: Context, due: DueJob, input: StartRunInput): Promise<Outcome> {
  const { name, dueAt } = due;
  // Of two servers with the same time, or after a commit without a response, one run starts.
  const idempotencyKey = `schedule ${name} ${dueAt.toISOString()}`;
  const started = await startRun(ctx, input, { idempotencyKey }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_routable') return error;
    throw error;
  });
  if (started instanceof AppError) {
    return { status: 'succeeded', message: started.message, runId: null };
  }
  const { runId, done } = started;
  await showRun(ctx, due, runId);
  await done;
  return outcomeOf(ctx, runId);
}

/** Links the execution to its run while the run is in progress. */
async function showRun(ctx: Context, { name, dueAt }: DueJob, runId: string): Promise<void> {
  const execution = { job: name, dueAt, status: 'started', message: null, endedAt: null } as const;
  await ctx.warehouse.transaction('schedule.run', (session) =>
    session.write(updateExecution({ ...execution, runId })),
  );
}

async function outcomeOf(ctx: Context, runId: string): Promise<Outcome> {
  const run = await getRun(ctx, runId);
  if (run.status !== 'succeeded' || !run.result) {
    const message = run.failure ?? 'The run was canceled.';
    return { status: 'failed', message, runId };
  }
  const { length } = run.result.placements;
  const placed = `Placed ${length.toLocaleString('en-US')} ${length === 1 ? 'account' : 'accounts'}.`;
  const shortfall =
    run.mode === 'batch' ? describeShortfall(run.result, run.batchSize ?? 0, 'en-US') : [];
  return { status: 'succeeded', message: [placed, ...shortfall].join(' '), runId };
}
