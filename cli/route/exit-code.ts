import type { ErrorCode } from '@/lib/errors';
import type { Run } from '@/lib/runs/get-run';

/** What the exit codes of `npm run route` say, for its help and for schedules. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  nothingRouted: 3,
  runInProgress: 4,
  noWarehouse: 5,
  interrupted: 130,
} as const;

const ofFailure: Readonly<Partial<Record<ErrorCode, number>>> = {
  invalid_input: exitCodes.usage,
  not_found: exitCodes.nothingRouted,
  not_routable: exitCodes.nothingRouted,
  no_active_csm: exitCodes.nothingRouted,
  run_in_progress: exitCodes.runInProgress,
  warehouse_missing: exitCodes.noWarehouse,
  warehouse_busy: exitCodes.noWarehouse,
  warehouse_read_only: exitCodes.noWarehouse,
  warehouse_too_new: exitCodes.noWarehouse,
  warehouse_unavailable: exitCodes.noWarehouse,
};

/** The exit code of a failure. */
export function exitCodeOfFailure(code: string): number {
  return ofFailure[code as ErrorCode] ?? exitCodes.failed;
}

/** The exit code of a run that has ended. */
export function exitCodeOfRun(run: Pick<Run, 'status' | 'failureCode' | 'result'>): number {
  if (run.status !== 'succeeded') return exitCodeOfFailure(run.failureCode ?? 'unexpected');
  const { placements, deferrals } = run.result ?? { placements: [], deferrals: [] };
  return placements.length === 0 && deferrals.length > 0 ? exitCodes.nothingRouted : exitCodes.done;
}
