import 'server-only';
import type { RunProgress } from './progress';

/** A run of this process: how to cancel it, follow it and wait for it. */
export interface ActiveRun {
  readonly controller: AbortController;
  readonly done: Promise<void>;
  progress: RunProgress;
  readonly listeners: Set<(progress: RunProgress) => void>;
}

// Route handlers and pages have module state of their own; the process has only one globalThis.
const processGlobal = globalThis as { csmRoutingRuns?: Map<string, ActiveRun> };
processGlobal.csmRoutingRuns ??= new Map();
const activeRuns = processGlobal.csmRoutingRuns;

/** The run when it is under way in this process. */
export function getActiveRun(runId: string): ActiveRun | undefined {
  return activeRuns.get(runId);
}

/** True while any run is under way in this process. */
export function hasActiveRun(): boolean {
  return activeRuns.size > 0;
}

/**
 * Lets `work` go on after the caller has answered; it reports its stages and must not throw.
 * @param begin where the run is, for work that begins later than with reading
 */
export function launchRun(
  runId: string,
  work: (run: {
    signal: AbortSignal;
    report: (progress: Omit<RunProgress, 'runId'>) => void;
  }) => Promise<void>,
  begin: Omit<RunProgress, 'runId'> = { status: 'running', stage: 'reading' },
): ActiveRun {
  const controller = new AbortController();
  const followers = new Set<(progress: RunProgress) => void>();
  const report = (progress: Omit<RunProgress, 'runId'>) => {
    run.progress = { runId, ...progress };
    for (const follow of followers) follow(run.progress);
  };
  const run: ActiveRun = {
    controller,
    listeners: followers,
    progress: { runId, ...begin },
    done: Promise.resolve()
      .then(() => work({ signal: controller.signal, report }))
      .finally(() => activeRuns.delete(runId)),
  };
  activeRuns.set(runId, run);
  return run;
}
