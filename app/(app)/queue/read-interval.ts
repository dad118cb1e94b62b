const MIN_INTERVAL_MS = 1_000;
const MAX_INTERVAL_MS = 5_000;
/** A server that many people use responds later: reads take at most this share of the time. */
const MAX_DUTY_CYCLE = 0.1;

/**
 * How long after the request for the rows to read them again if they have changed, in milliseconds.
 * @param tookMs how long the request took
 */
export function readIntervalMs(tookMs: number): number {
  return Math.min(Math.max(tookMs / MAX_DUTY_CYCLE, MIN_INTERVAL_MS), MAX_INTERVAL_MS);
}
