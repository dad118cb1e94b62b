import 'server-only';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import type { Context } from '@/lib/server/context';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import {
  changeJobPattern,
  claimJob,
  insertScheduledJob,
  recordMissedTimes,
  scheduledJobs,
} from '@/lib/warehouse/sql/schedule';
import type { ScheduledJob } from './jobs';
import { judgeTimes, type MissedTimes } from './times';

/** What a check of a job found. */
export interface JobCheck {
  /** Null if nothing is to be started now, or another server was first. */
  readonly dueAt: Date | null;
  readonly missed: MissedTimes | null;
}

/**
 * Claims a job if it is due, and records the times at which no server was running. Of several servers,
 * one claims it.
 * @param since when this server started: a new job, or a new pattern, counts from then on
 */
export async function checkJob(ctx: Context, job: ScheduledJob, since: Date): Promise<JobCheck> {
  const { name } = job;
  const pattern = `${job.cron} ${job.timeZone}`;
  return auditedTransaction(ctx, 'schedule.check', async (session, record) => {
    // Servers that check concurrently wait for each other here.
    await session.write(claimInTransaction('schedule', name));
    await session.write(insertScheduledJob({ job: name, pattern, at: since }));
    if ((await session.write(changeJobPattern({ job: name, pattern, at: since }))) > 0) {
      record({ action: 'schedule.changed', subject: name, details: { pattern } });
    }
    const row = (await session.read(scheduledJobs())).find((each) => each.job === name);
    const now = ctx.now();
    const { missed, dueAt } = judgeTimes(job, row?.checkedUntil ?? since, now);
    if (missed) {
      await session.write(recordMissedTimes({ job: name, ...missed }));
      record({ action: 'schedule.missed', subject: name, details: { ...missed } });
    }
    if (dueAt) await session.write(claimJob({ job: name, dueAt, at: now }));
    return { missed, dueAt };
  });
}
