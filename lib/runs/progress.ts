import type { RunStage, RunStatus } from '@/lib/warehouse/sql/runs';

export type { RunRow, RunStage, RunStatus } from '@/lib/warehouse/sql/runs';

/** How often to ask for the progress of a run, in milliseconds. */
export const PROGRESS_POLL_INTERVAL_MS = 500;

/** How many of a run's recommendations Claude has reviewed so far. */
export interface ReviewProgress {
  readonly reviewed: number;
  readonly total: number;
}

/** The progress of a run and of the review that follows it. */
export interface RunProgress {
  readonly runId: string;
  readonly status: RunStatus;
  readonly stage: RunStage;
  /** Set while Claude reviews what the run saved. The run itself has already succeeded. */
  readonly review?: ReviewProgress | undefined;
}

/** Whether both the run and its review have ended. */
export function isFinished({ status, review }: Pick<RunProgress, 'status' | 'review'>): boolean {
  return status !== 'running' && !review;
}
