/** Milliseconds in a minute. */
export const MINUTE_MS = 60_000;
/** Milliseconds in an hour. */
export const HOUR_MS = 60 * MINUTE_MS;
/** Milliseconds in a day. */
export const DAY_MS = 24 * HOUR_MS;
/** Milliseconds in the week over which receipts count. */
export const WEEK_MS = 7 * DAY_MS;
/** The longest period that pages show, in days. */
export const MAX_PERIOD_DAYS = 800;
/** Mean number of days in a month. */
export const DAYS_PER_MONTH = 30.4375;

/** The calendar month in UTC that contains a time: its start and the start of the next month. */
export function monthOf(at: Date): { readonly from: Date; readonly to: Date } {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month, 1)), to: new Date(Date.UTC(year, month + 1, 1)) };
}

/** Whether Intl knows a time zone by this name, such as America/New_York. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** The time `hours` before `now`. */
export function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * HOUR_MS);
}

/** A time further ahead of the clock is a wrong value rather than the time of a clock that was wrong. */
export const MAX_LEAD_MS = 2 * DAY_MS;

/**
 * The time of something that follows other events: now, or just after the newest of them if it is ahead
 * of the clock, because the clock was set back or another server's is ahead.
 * @param earlier times of events that happened before; ones more than two days ahead don't count
 */
export function timeAfter(now: Date, earlier: readonly (Date | null | undefined)[]): Date {
  const limit = now.getTime() + MAX_LEAD_MS;
  const times = earlier.flatMap((time) => (time && time.getTime() <= limit ? time.getTime() : []));
  const newest = Math.max(...times);
  return newest > now.getTime() ? new Date(newest + 1) : now;
}

/** A clock with timers, so that tests can advance time. */
export interface Clock {
  /** Milliseconds since an arbitrary moment. */
  readonly now: () => number;
  /** Runs `work` once, after a delay in milliseconds. @returns a function that cancels it */
  readonly schedule: (work: () => void, ms: number) => () => void;
}

/** The process's clock. Its timers don't keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(work, ms) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Runs `work` repeatedly, the first time after `everyMs` milliseconds. @returns a function that stops it */
export function repeat(work: () => void, everyMs: number, clock: Clock): () => void {
  let cancel = () => {};
  const next = () => {
    cancel = clock.schedule(() => {
      work();
      next();
    }, everyMs);
  };
  next();
  return () => cancel();
}
