import type { Env } from '@/lib/server/env';
import type { NotificationEvent } from '@/lib/server/env-notify';

/** What can be scheduled, in the order of the page. */
export const jobNames = ['run', 'refresh', 'backup', 'digest', 'handover'] as const;
export type JobName = (typeof jobNames)[number];

type JobSetting =
  | 'SCHEDULE_RUN'
  | 'SCHEDULE_REFRESH'
  | 'SCHEDULE_BACKUP'
  | 'SCHEDULE_DIGEST'
  | 'SCHEDULE_HANDOVER';

/** A job's words and the setting with its cron pattern. */
interface Job {
  readonly label: string;
  readonly description: string;
  readonly setting: JobSetting;
  /** Of a job that sends a notification: which, and its pattern if the setting has none. */
  readonly notification?: { readonly event: NotificationEvent; readonly cron: string };
}

/** Every job. */
export const jobs: Readonly<Record<JobName, Job>> = {
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
  digest: {
    label: 'Send the daily digest',
    description: 'Sends the state of the queue, runs, and CSMs as a notification.',
    setting: 'SCHEDULE_DIGEST',
    notification: { event: 'digest.daily', cron: '0 8 * * *' },
  },
  handover: {
    label: 'Send the weekly handover',
    description: 'Sends the handover of the seven days until yesterday as a notification.',
    setting: 'SCHEDULE_HANDOVER',
    notification: { event: 'handover.weekly', cron: '0 8 * * 1' },
  },
};

/** A job with its schedule. */
export interface ScheduledJob {
  readonly name: JobName;
  /** Five cron fields. */
  readonly cron: string;
  readonly timeZone: string;
}

/** The settings that schedule jobs. */
export type ScheduleSettings = Pick<
  Env,
  JobSetting | 'SCHEDULE_TIME_ZONE' | 'NOTIFY_URL' | 'NOTIFY_OFF'
>;

/** The jobs that the settings schedule. */
export function scheduledJobsOf(settings: ScheduleSettings): readonly ScheduledJob[] {
  return jobNames.flatMap((name) => {
    const { setting, notification } = jobs[name];
    if (turnOnHint(name, settings) !== null) return [];
    const cron = settings[setting] ?? notification?.cron;
    return cron === undefined ? [] : [{ name, cron, timeZone: settings.SCHEDULE_TIME_ZONE }];
  });
}

/** What to do to schedule a job, as a sentence; null if it is scheduled. */
export function turnOnHint(name: JobName, settings: ScheduleSettings): string | null {
  const { setting, notification } = jobs[name];
  if (!notification) {
    return settings[setting] === undefined ? `Set ${setting} to schedule it.` : null;
  }
  if (settings.NOTIFY_URL === undefined) return 'Set NOTIFY_URL to schedule it.';
  const { event } = notification;
  return settings.NOTIFY_OFF?.includes(event)
    ? `Remove ${event} from NOTIFY_OFF to schedule it.`
    : null;
}
