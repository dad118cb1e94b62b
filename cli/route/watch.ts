import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import type { RunProgress } from '@/lib/runs/progress';
import { stageWords } from '@/lib/runs/result-words';
import { exitCodes } from './exit-code';

/** Whoever waits for a run at a terminal: hears of its stages and may interrupt it. */
export interface Watch {
  readonly tell: (progress: Omit<RunProgress, 'runId'>) => void;
  /**
   * Cancels the run by `cancel` when the person interrupts, or has interrupted already. Answers how
   * to stop listening, which waits for a cancellation under way.
   */
  readonly onInterrupt: (cancel: () => Promise<unknown>) => () => Promise<void>;
}

/** Watches from this process's terminal: stages on standard error, Ctrl-C to cancel. */
export function watchTerminal(): Watch & { readonly stop: () => void } {
  let interrupted = false;
  let cancelling: Promise<unknown> = Promise.resolve();
  let cancel: (() => Promise<unknown>) | undefined;
  let told = '';

  const begin = () => {
    if (cancel) cancelling = cancel().catch(tooLate);
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
    tell({ status, stage, review }) {
      if (status !== 'running' && !review) return;
      const words = review
        ? `Reviewing ${review.reviewed} of ${review.asked}`
        : stageWords[stage].name;
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
function tooLate(error: unknown): void {
  if (error instanceof AppError && error.code === 'invalid_input') process.exitCode = undefined;
  else log.error({ err: error }, 'the run could not be cancelled');
}
