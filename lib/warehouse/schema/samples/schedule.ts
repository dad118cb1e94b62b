import {
  changeJobPattern,
  claimJob,
  failInterruptedExecutions,
  insertScheduledJob,
  recordMissedTimes,
  updateExecution,
} from '@/lib/warehouse/sql/schedule';
import type { Command } from '@/lib/warehouse/types';
import { daysBefore, type SampleValues } from './values';

/** The commands of scheduled jobs. */
export function scheduleCommands({ now, runId }: SampleValues): readonly Command[] {
  const job = 'run';
  const pattern = '0 6 * * * UTC';
  return [
    insertScheduledJob({ job, pattern, at: now }),
    changeJobPattern({ job, pattern, at: now }),
    claimJob({ job, dueAt: now, at: now }),
    recordMissedTimes({ job, count: 2, from: daysBefore(now, 1), until: now }),
    updateExecution({
      job,
      dueAt: now,
      status: 'succeeded',
      message: 'Sample outcome',
      runId,
      endedAt: now,
    }),
    failInterruptedExecutions(now, now),
  ];
}
