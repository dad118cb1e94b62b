import 'server-only';
import { finishBeforeShutdown, shutdownSignal } from '@/lib/server/shutdown-signal';
import type { RunProgress } from './progress';

/** A run or review that this process is working on. */
export interface ActiveRun {
  readonly controller: AbortController;
  readonly done: Promise<void>;
  progress: RunProgress;
}

/** How detached work is stopped and reports its progress. */
export interface RunControl {
  readonly signal: AbortSignal;
  readonly report: (progress: Omit<RunProgress, 'runId'>) => void;
}

export interface LaunchOptions {
  /** The progress before the first report; by default, the run is reading. */
  readonly initial?: Omit<RunProgress, 'runId'>;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

// On globalThis, because Next.js gives route handlers and pages separate module instances.
const processGlobal = globalThis as { csmRoutingRuns?: Map<string, ActiveRun> };
processGlobal.csmRoutingRuns ??= new Map();
const activeRuns = processGlobal.csmRoutingRuns;

/** The run, if this process is working on it. */
export function getActiveRun(runId: string): ActiveRun | undefined {
  return activeRuns.get(runId);
}

/** Whether this process is working on any run. */
export function hasActiveRun(): boolean {
  return activeRuns.size > 0;
}

/** Starts `work` detached from the request. A shutdown stops it. `work` must never reject. */
export function launchRun(
  runId: string,
  work: (control: RunControl) => Promise<void>,
  { initial = { status: 'running', stage: 'reading' }, onProgress }: LaunchOptions = {},
): ActiveRun {
  const controller = new AbortController();
  const report: RunControl['report'] = (progress) => {
    run.progress = { runId, ...progress };
    onProgress?.(run.progress);
  };
  const run: ActiveRun = {
    controller,
    progress: { runId, ...initial },
    done: Promise.resolve()
      .then(() => work({ signal: controller.signal, report }))
      .finally(() => activeRuns.delete(runId)),
  };
  activeRuns.set(runId, run);
  const stop = () => controller.abort();
  shutdownSignal().addEventListener('abort', stop, { once: true });
  finishBeforeShutdown(run.done.finally(() => shutdownSignal().removeEventListener('abort', stop)));
  return run;
}
