import type { NotificationEvent } from '@/lib/server/env-notify';

/** Each event's name, and when it is sent. */
export const eventLabels: Readonly<
  Record<NotificationEvent, { readonly label: string; readonly description: string }>
> = {
  'queue.overdue': {
    label: 'Queue overdue',
    description:
      'A recommendation has been pending longer than the policy allows. Once a day while it lasts.',
  },
  'run.failed': {
    label: 'Run failed',
    description: 'A run ended without a result, also if the server stopped during it.',
  },
  'run.short': {
    label: 'Run placed fewer than requested',
    description:
      'A batch run placed fewer accounts than requested and left accounts that need a CSM.',
  },
  'job.failed': {
    label: 'Scheduled job failed or missed',
    description:
      'A backup failed, a run could not start, or no server was running when a job was due.',
  },
  'review.over_budget': {
    label: 'Review over budget',
    description: 'This month’s token budget for Claude’s review is used up. Once a month.',
  },
  'warehouse.health': {
    label: 'Warehouse or writer broken',
    description:
      'The warehouse does not respond or cannot be written. Once when it breaks, and once when it works again.',
  },
  'csm.over_capacity': {
    label: 'CSM over capacity',
    description:
      'A CSM has more accounts than their capacity, with pending ones. Once a day for each CSM while it lasts.',
  },
  'handover.weekly': {
    label: 'Weekly handover',
    description: 'What came in during the week, who got it, and what is open.',
  },
  'digest.daily': {
    label: 'Daily digest',
    description:
      'The queue, yesterday’s decisions, acceptance, runs, CSMs over capacity, and who is cooling.',
  },
};
