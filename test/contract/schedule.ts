import { describe, expect, it } from 'vitest';
import {
  changeJobPattern,
  claimJob,
  failInterruptedExecutions,
  insertScheduledJob,
  recordMissedTimes,
  scheduledJobs,
  updateExecution,
} from '@/lib/warehouse/sql/schedule';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements on scheduled jobs. */
export function describeSchedule(harness: ContractHarness): void {
  describe('scheduled jobs', () => {
    const insert = insertScheduledJob({ job: 'run', pattern: '0 6 * * * UTC', at: now });
    const dueAt = hoursLater(1);
    const claim = claimJob({ job: 'run', dueAt, at: hoursLater(2) });
    const read = async () => (await harness.read(scheduledJobs()))[0];

    it('are added once', async () => {
      expect(await harness.read(scheduledJobs())).toEqual([]);
      expect(await harness.write(insert, insert)).toEqual([1, 0]);
      expect(await harness.read(scheduledJobs())).toEqual([
        { job: 'run', pattern: '0 6 * * * UTC', checkedUntil: now, last: null, missed: null },
      ]);
    });

    it('are claimed once for each time, and say how the execution ended', async () => {
      expect(await harness.write(insert, claim, claim)).toEqual([1, 1, 0]);
      const started = { dueAt, startedAt: hoursLater(2), endedAt: null, status: 'started' };
      expect(await read()).toMatchObject({
        checkedUntil: dueAt,
        last: { ...started, message: null, runId: null },
      });
      const end = { status: 'succeeded', message: 'Placed 2.', endedAt: hoursLater(3) } as const;
      const update = (due: Date) =>
        updateExecution({ job: 'run', dueAt: due, runId: 'R-1', ...end });
      expect(await harness.write(update(hoursLater(9)), update(dueAt))).toEqual([0, 1]);
      expect((await read())?.last).toEqual({ ...started, ...end, runId: 'R-1' });
    });

    it('record missed times once', async () => {
      const missed = { count: 2, from: hoursLater(1), until: hoursLater(3) };
      const record = recordMissedTimes({ job: 'run', ...missed });
      expect(await harness.write(insert, record, record, claim)).toEqual([1, 1, 0, 0]);
      expect(await read()).toMatchObject({ checkedUntil: hoursLater(3), missed });
    });

    it('start over with a new pattern', async () => {
      const change = changeJobPattern({ job: 'run', pattern: '0 7 * * * UTC', at: hoursLater(5) });
      expect(await harness.write(insert, change, change)).toEqual([1, 1, 0]);
      expect(await read()).toMatchObject({
        pattern: '0 7 * * * UTC',
        checkedUntil: hoursLater(5),
      });
    });

    it('tell which executions a dead process left', async () => {
      const end = (startedBefore: Date) => failInterruptedExecutions(startedBefore, hoursLater(4));
      expect(await harness.write(insert, claim, end(hoursLater(2)), end(hoursLater(3)))).toEqual([
        1, 1, 0, 1,
      ]);
      expect((await read())?.last).toMatchObject({
        status: 'interrupted',
        endedAt: hoursLater(4),
      });
    });
  });
}
