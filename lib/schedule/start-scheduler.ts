import 'server-only';
import type { Person } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { log, reportError } from '@/lib/server/log';
import { shutdownSignal } from '@/lib/server/shutdown-signal';
import { HOUR_MS } from '@/lib/time';
import { failInterruptedExecutions } from '@/lib/warehouse/sql/schedule';
import { checkJob } from './check-job';
import { executeJob, type JobSettings } from './execute-job';
import type { ScheduledJob } from './jobs';
import { startTimer } from './times';

/** Who starts the scheduled jobs. */
const scheduler: Person = { email: 'schedule', name: 'Schedule', role: 'admin' };

/** On Snowflake, another server may still be working on an execution that started more recently. */
const MAX_EXECUTION_MS = HOUR_MS;

/**
 * Executes jobs at their times until the process shuts down. Times that have passed meanwhile are
 * recorded as missed, not made up for.
 * @param context opens the warehouse, which may be unavailable when the process starts
 */
export async function startScheduler(
  context: () => Promise<Omit<Context, 'person'>>,
  jobs: readonly ScheduledJob[],
  settings: JobSettings,
): Promise<void> {
  const since = new Date();
  const check = async (job: ScheduledJob) => {
    try {
      const ctx = { ...(await context()), person: scheduler };
      const { dueAt, missed } = await checkJob(ctx, job, since);
      const { name } = job;
      if (missed) log.warn({ job: name, ...missed }, 'scheduled times were missed');
      if (dueAt) await executeJob(ctx, { name, dueAt }, settings);
    } catch (error) {
      reportError(`schedule.${job.name}`, error);
    }
  };
  await recordInterrupted(context, since);
  for (const job of jobs) {
    const timer = startTimer(job, () => void check(job));
    shutdownSignal().addEventListener('abort', () => timer.stop(), { once: true });
    void check(job);
  }
}

/** Records executions of dead processes as interrupted. A DuckDB file belongs to one process. */
async function recordInterrupted(
  context: () => Promise<Omit<Context, 'person'>>,
  now: Date,
): Promise<void> {
  try {
    const { warehouse } = await context();
    const age = warehouse.kind === 'duckdb' ? 0 : MAX_EXECUTION_MS;
    await warehouse.transaction('schedule.recover', (session) =>
      session.write(failInterruptedExecutions(new Date(now.getTime() - age), now)),
    );
  } catch (error) {
    reportError('schedule.recover', error);
  }
}
