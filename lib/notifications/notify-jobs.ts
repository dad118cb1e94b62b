import 'server-only';
import { type JobName, jobNames, jobs } from '@/lib/schedule/jobs';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { type ScheduledJobRow, scheduledJobs } from '@/lib/warehouse/sql/schedule';
import { claimNotification } from './claim-notification';
import { counted } from './format-text';
import type { NotificationTarget } from './target';

/** A job that did not do what it should, and why. */
interface FailedJob {
  /** Which job, and which of its times. */
  readonly subject: string;
  readonly job: JobName;
  readonly text: string;
}

/**
 * Notifies people about scheduled jobs that failed without a run of their own, or whose time passed while no
 * server was running. Failures count for a day, so that none is missed if a server stops.
 */
export async function notifyJobs(
  ctx: Pick<Context, 'warehouse' | 'now'>,
  { off }: Pick<NotificationTarget, 'off'>,
): Promise<void> {
  if (off.includes('job.failed')) return;
  const dayAgo = new Date(ctx.now().getTime() - DAY_MS);
  const rows = await ctx.warehouse.read(scheduledJobs());
  const failed = rows.flatMap((row) => failuresOf(row, dayAgo));
  await claimNotification(ctx, {
    event: 'job.failed',
    subjects: failed.map(({ subject }) => subject),
    // Earlier, because the clocks of servers may differ.
    since: new Date(dayAgo.getTime() - DAY_MS),
    write: (subjects) => {
      const found = failed.filter(({ subject }) => subjects.includes(subject));
      return {
        title:
          found.length === 1
            ? 'A scheduled job did not succeed'
            : `${counted(found.length, 'scheduled job')} did not succeed`,
        lines: found.map(({ job, text }) => ({ text: `${jobs[job].label}: ${text}` })),
        link: { label: 'Open Schedule', path: '/schedule' },
        fields: { jobs: found.map(({ job, text }) => ({ job, reason: text })) },
      };
    },
  });
}

function failuresOf({ job: name, last, missed }: ScheduledJobRow, since: Date): FailedJob[] {
  const job = jobNames.find((each) => each === name);
  // How a notification fails is on the Notifications page, and could not be notified either.
  if (!job) return [];
  const failures: FailedJob[] = [];
  if (last && last.runId === null && !jobs[job].notification && isFailed(last, since)) {
    const reason =
      last.status === 'interrupted' ? 'The server stopped before it ended.' : last.message;
    const text = reason ?? 'The cause was not recorded.';
    failures.push({ subject: `${job} ${last.dueAt.toISOString()}`, job, text });
  }
  if (missed && missed.until > since) {
    const text = `No server was running at ${counted(missed.count, 'time')} when it was due. Nothing was made up for.`;
    failures.push({ subject: `${job} missed ${missed.until.toISOString()}`, job, text });
  }
  return failures;
}

type Execution = NonNullable<ScheduledJobRow['last']>;

function isFailed({ status, endedAt }: Execution, since: Date): boolean {
  return (status === 'failed' || status === 'interrupted') && endedAt !== null && endedAt > since;
}
