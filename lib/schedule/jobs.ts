import type { Env } from '@/lib/server/env';

/** What can be scheduled, in the order of the page. */
export const jobNames = ['run', 'refresh', 'backup'] as const;
export type JobName = (typeof jobNames)[number];

/** A job's words and the setting with its cron pattern. */
export const jobs = {
  run: {
    label: 'Recommend CSMs',
    description: 'Starts a batch run, with Claude’s review if it is on.',
    setting: 'SCHEDULE_RUN',
  },
  refresh: {
    label: 'Refresh stale recommendations',
    description: 'Places pending accounts again whose recommendation no longer holds.',
    setting: 'SCHEDULE_REFRESH',
  },
  backup: {
    label: 'Back up',
    description: 'Copies the embedded warehouse, verifies the copy, and removes old ones.',
    setting: 'SCHEDULE_BACKUP',
  },
} as const satisfies Record<JobName, { label: string; description: string; setting: keyof Env }>;

/** A job with its schedule. */
export interface ScheduledJob {
  readonly name: JobName;
  /** Five cron fields. */
  readonly cron: string;
  readonly timeZone: string;
}

/** The jobs that the settings schedule. */
export function scheduledJobsOf(settings: Env): readonly ScheduledJob[] {
  return jobNames.flatMap((name) => {
    const cron = settings[jobs[name].setting];
    return cron === undefined ? [] : [{ name, cron, timeZone: settings.SCHEDULE_TIME_ZONE }];
  });
}
