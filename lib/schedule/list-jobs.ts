import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type ScheduledJobRow, scheduledJobs } from '@/lib/warehouse/sql/schedule';
import {
  type JobName,
  jobNames,
  jobs,
  type ScheduledJob,
  type ScheduleSettings,
  scheduledJobsOf,
  turnOnHint,
} from './jobs';
import { nextTime } from './times';

/** A job as the Schedule page shows it. */
export interface ListedJob {
  readonly name: JobName;
  readonly label: string;
  readonly description: string;
  /** What to do to schedule it, as a sentence; null if it is scheduled. */
  readonly turnOnHint: string | null;
  /** Null if the job is off. */
  readonly schedule: (Omit<ScheduledJob, 'name'> & { readonly nextAt: Date | null }) | null;
  readonly last: ScheduledJobRow['last'];
  readonly missed: ScheduledJobRow['missed'];
}

/** Returns every job that can be scheduled, with its next and last times. */
export async function listJobs(
  ctx: Context,
  settings: ScheduleSettings,
): Promise<readonly ListedJob[]> {
  requireRole(ctx.person, 'viewer');
  const rows = new Map((await ctx.warehouse.read(scheduledJobs())).map((row) => [row.job, row]));
  const scheduled = scheduledJobsOf(settings);
  const now = ctx.now();
  // Only the embedded warehouse has a file to back up.
  const names = jobNames.filter((name) => name !== 'backup' || ctx.warehouse.kind === 'duckdb');
  return names.map((name) => {
    const job = scheduled.find((each) => each.name === name);
    const row = rows.get(name);
    // A time that was started before the clock was set back does not come again.
    const after = row && row.checkedUntil > now ? row.checkedUntil : now;
    const schedule = job && {
      cron: job.cron,
      timeZone: job.timeZone,
      nextAt: nextTime(job, after),
    };
    return {
      name,
      label: jobs[name].label,
      description: jobs[name].description,
      turnOnHint: turnOnHint(name, settings),
      schedule: schedule ?? null,
      last: row?.last ?? null,
      missed: row?.missed ?? null,
    };
  });
}
