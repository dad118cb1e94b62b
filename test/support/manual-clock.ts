import type { Clock } from '@/lib/time';

/** A clock that a test advances. */
export interface ManualClock extends Clock {
  /** Advances time and runs the timers that are due, in order. */
  readonly advance: (ms: number) => void;
  /** The number of timers that have neither run nor been canceled. */
  readonly pendingTimers: () => number;
}

export function manualClock(): ManualClock {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly work: () => void }>();
  const nextUntil = (end: number) =>
    [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => time,
    schedule(work, ms) {
      const timer = { at: time + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = time + ms;
      for (let timer = nextUntil(end); timer; timer = nextUntil(end)) {
        time = timer.at;
        timers.delete(timer);
        timer.work();
      }
      time = end;
    },
    pendingTimers: () => timers.size,
  };
}
