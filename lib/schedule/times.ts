import { Cron } from 'croner';
import { MINUTE_MS } from '@/lib/time';
import type { ScheduledJob } from './jobs';

/** How late a job may start. Later, its time counts as missed. */
const MAX_DELAY_MS = MINUTE_MS;

/** The most times that are counted, for a server that was down for a long time. */
const MAX_COUNTED = 1_000;

type Pattern = Pick<ScheduledJob, 'cron' | 'timeZone'>;

/** Times at which no server was running. */
export interface MissedTimes {
  readonly count: number;
  readonly from: Date;
  readonly until: Date;
}

/** Calls `onTime` at each time of the pattern, until the process ends or the result is stopped. */
export function startTimer({ cron, timeZone }: Pattern, onTime: () => void): Cron {
  return new Cron(cron, { mode: '5-part', timezone: timeZone, unref: true }, onTime);
}

/** The first time of the pattern after `after`; null if it has none. */
export function nextTime(pattern: Pattern, after: Date): Date | null {
  return paused(pattern).nextRun(after);
}

/**
 * Sorts the times of the pattern since the last check into those that were missed and the one to start
 * now. A time that has passed is never made up for.
 * @param checkedUntil every time up to this one was started or missed
 */
export function judgeTimes(
  pattern: Pattern,
  checkedUntil: Date,
  now: Date,
): { readonly missed: MissedTimes | null; readonly dueAt: Date | null } {
  const passed = timesBetween(pattern, checkedUntil, now);
  const newest = passed.at(-1);
  const isDue = newest !== undefined && now.getTime() - newest.getTime() <= MAX_DELAY_MS;
  const missed = isDue ? passed.slice(0, -1) : passed;
  const [from, until] = [missed[0], missed.at(-1)];
  return {
    missed: from && until ? { count: missed.length, from, until } : null,
    dueAt: isDue ? newest : null,
  };
}

/** The times after `after`, up to `until`. If they are too many, only the first ones and the last. */
function timesBetween(pattern: Pattern, after: Date, until: Date): readonly Date[] {
  const cron = paused(pattern);
  const times: Date[] = [];
  let time = cron.nextRun(after);
  while (time && time <= until && times.length < MAX_COUNTED) {
    times.push(time);
    time = cron.nextRun(time);
  }
  if (time && time <= until) times.push(...cron.previousRuns(1, until));
  return times;
}

function paused({ cron, timeZone }: Pattern): Cron {
  return new Cron(cron, { mode: '5-part', timezone: timeZone, paused: true });
}
