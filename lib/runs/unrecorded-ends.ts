import 'server-only';
import { log } from '@/lib/server/log';
import { systemClock } from '@/lib/time';
import type { RunRow } from '@/lib/warehouse/sql/runs';

/** How a run ended that the warehouse could not record. */
export type UnrecordedEnd = Pick<
  RunRow,
  'status' | 'stage' | 'finishedAt' | 'failureCode' | 'failure'
>;

const RETRY_MS = 5_000;

// On globalThis, because Next.js gives route handlers and pages separate module instances.
const processGlobal = globalThis as { csmRoutingUnrecordedEnds?: Map<string, UnrecordedEnd> };
processGlobal.csmRoutingUnrecordedEnds ??= new Map();
const ends = processGlobal.csmRoutingUnrecordedEnds;

/**
 * Keeps how a run ended, and tries to record it until that succeeds or the process ends. The next
 * process records the run as interrupted.
 */
export function recordLater(runId: string, end: UnrecordedEnd, record: () => Promise<void>): void {
  ends.set(runId, end);
  const tryAgain = (): void => {
    record().then(
      () => ends.delete(runId),
      (error: unknown) => {
        log.debug({ err: error, runId }, 'run failure still not recorded');
        systemClock.schedule(tryAgain, RETRY_MS);
      },
    );
  };
  systemClock.schedule(tryAgain, RETRY_MS);
}

/** A run as it is stored; or as it ended in this process, if only the record of that is missing. */
export function withUnrecordedEnd<
  Stored extends Pick<RunRow, 'id'> & { readonly status: RunRow['status'] },
>(run: Stored): Stored {
  const end = run.status === 'running' ? ends.get(run.id) : undefined;
  return end ? { ...run, ...end } : run;
}
