import { printError } from '@/cli/terminal-text';
import { runStageLabels } from '@/lib/runs/labels';
import type { RunProgress } from '@/lib/runs/progress';
import type { Run } from '@/lib/runs/read-runs';
import type { Replay } from '@/lib/runs/replay-run';
import { AppError, type ErrorCode } from '@/lib/server/errors';
import { log } from '@/lib/server/log';

/** Observes a run from a terminal: shows its progress and may interrupt it. */
export interface RunObserver {
  readonly onProgress: (progress: RunProgress) => void;
  /**
   * Calls `cancel` when the user presses Ctrl-C, or right away if they already did.
   * @returns stops listening; resolves when a cancellation in progress has finished
   */
  readonly onInterrupt: (cancel: () => Promise<unknown>) => () => Promise<void>;
}

/** Prints stages to standard error and cancels on Ctrl-C, until `stop` is called. */
export function observeInTerminal(): RunObserver & { readonly stop: () => void } {
  let isInterrupted = false;
  let cancellation: Promise<unknown> = Promise.resolve();
  let cancelRun: (() => Promise<unknown>) | undefined;
  let lastLine = '';

  const startCancellation = () => {
    if (cancelRun) cancellation = cancelRun().catch(handleCancelError);
  };
  // Both the terminal and npm send the signal to this process; handle it once.
  const interrupt = () => {
    if (isInterrupted) return;
    isInterrupted = true;
    process.exitCode = exitCodes.interrupted;
    printError('Canceling…');
    startCancellation();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);

  return {
    onProgress({ status, stage, review }) {
      if (status !== 'running' && !review) return;
      const line = review
        ? `Reviewing ${review.reviewed} of ${review.total}…`
        : `${runStageLabels[stage].name}…`;
      if (line === lastLine) return;
      lastLine = line;
      printError(line);
    },
    onInterrupt(cancel) {
      cancelRun = cancel;
      if (isInterrupted) startCancellation();
      return async () => {
        cancelRun = undefined;
        await cancellation;
      };
    },
    stop() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/** If the run ended just before the cancellation, its own outcome decides the exit code. */
function handleCancelError(error: unknown): void {
  if (error instanceof AppError && error.code === 'invalid_input') process.exitCode = undefined;
  else log.error({ err: error }, 'run not canceled');
}

/** The exit codes of `npm run route`, as documented in its usage text. */
const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  nothingRouted: 3,
  runInProgress: 4,
  noWarehouse: 5,
  replayDiffers: 6,
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

/** The exit code of a replay. */
export function exitCodeOfReplay({ differences }: Replay): number {
  return differences.length === 0 ? exitCodes.done : exitCodes.replayDiffers;
}

/** The exit code of a run that has ended. */
export function exitCodeOfRun(run: Pick<Run, 'status' | 'failureCode' | 'result'>): number {
  if (run.status !== 'succeeded') return exitCodeOfFailure(run.failureCode ?? 'unexpected');
  const { placements, deferrals } = run.result ?? { placements: [], deferrals: [] };
  return placements.length === 0 && deferrals.length > 0 ? exitCodes.nothingRouted : exitCodes.done;
}
