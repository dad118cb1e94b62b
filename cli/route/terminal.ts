import { runStageLabels } from '@/lib/runs/labels';
import type { RunProgress } from '@/lib/runs/progress';
import type { Run } from '@/lib/runs/read-runs';
import { AppError, type ErrorCode } from '@/lib/server/errors';
import { log } from '@/lib/server/log';

/** Whoever waits for a run at a terminal: hears of its stages and may interrupt it. */
export interface RunObserver {
  readonly onProgress: (progress: Omit<RunProgress, 'runId'>) => void;
  /**
   * Cancels the run by `cancel` when the person interrupts, or has interrupted already. Answers how
   * to stop listening, which waits for a cancellation under way.
   */
  readonly onInterrupt: (cancel: () => Promise<unknown>) => () => Promise<void>;
}

/** Watches from this process's terminal: stages on standard error, Ctrl-C to cancel. */
export function observeInTerminal(): RunObserver & { readonly stop: () => void } {
  let interrupted = false;
  let cancelling: Promise<unknown> = Promise.resolve();
  let cancel: (() => Promise<unknown>) | undefined;
  let told = '';

  const begin = () => {
    if (cancel) cancelling = cancel().catch(handleCancelError);
  };
  // npm hands the signal on to a process that has it from the terminal already: once is enough.
  const interrupt = () => {
    if (interrupted) return;
    interrupted = true;
    process.exitCode = exitCodes.interrupted;
    console.error('Cancelling…');
    begin();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);

  return {
    onProgress({ status, stage, review }) {
      if (status !== 'running' && !review) return;
      const words = review
        ? `Reviewing ${review.reviewed} of ${review.asked}`
        : runStageLabels[stage].name;
      if (words === told) return;
      told = words;
      console.error(`${words}…`);
    },
    onInterrupt(how) {
      cancel = how;
      if (interrupted) begin();
      return async () => {
        cancel = undefined;
        await cancelling;
      };
    },
    stop() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/** The run may have ended a moment before: then its end stands. */
function handleCancelError(error: unknown): void {
  if (error instanceof AppError && error.code === 'invalid_input') process.exitCode = undefined;
  else log.error({ err: error }, 'the run could not be cancelled');
}

/** What the exit codes of `npm run route` say, for its help and for schedules. */
const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  nothingRouted: 3,
  runInProgress: 4,
  noWarehouse: 5,
  interrupted: 130,
} as const;

const exitCodeByError: Readonly<Partial<Record<ErrorCode, number>>> = {
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
  return exitCodeByError[code as ErrorCode] ?? exitCodes.failed;
}

/** The exit code of a run that has ended. */
export function exitCodeOfRun(run: Pick<Run, 'status' | 'failureCode' | 'result'>): number {
  if (run.status !== 'succeeded') return exitCodeOfFailure(run.failureCode ?? 'unexpected');
  const { placements, deferrals } = run.result ?? { placements: [], deferrals: [] };
  return placements.length === 0 && deferrals.length > 0 ? exitCodes.nothingRouted : exitCodes.done;
}
