import type { RunStage, RunStatus } from '@/lib/warehouse/sql/runs';

export type { RunRow, RunStage, RunStatus } from '@/lib/warehouse/sql/runs';

/** How far Claude is with the recommendations of a run. */
export interface ReviewProgress {
  readonly reviewed: number;
  readonly asked: number;
}

/** Where a run is. */
export interface RunProgress {
  readonly runId: string;
  readonly status: RunStatus;
  readonly stage: RunStage;
  /** While Claude is being asked about what was saved; the run itself has succeeded then. */
  readonly review?: ReviewProgress | undefined;
}

/** Whether nothing more is to come: neither of the run nor of its review. */
export function isFinished({ status, review }: Pick<RunProgress, 'status' | 'review'>): boolean {
  return status !== 'running' && !review;
}
