/**
 * Runs engine functions in worker threads, so that the server keeps responding meanwhile:
 *
 *     const result = await runJob('solveRun', problem, { signal });
 *
 * Input and output are copied between the threads. `jobs` has the functions.
 */
import 'server-only';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '@/lib/server/errors';
import type { JobInput, JobName, JobOutput } from './jobs';
import type { JobRequest, JobResponse } from './thread';

/** More jobs than this wait for a thread. */
const MAX_THREADS = Math.max(2, availableParallelism());

interface Pool {
  /** Threads without a job. At most one is kept, because a thread starts in about 100 ms. */
  readonly idle: Worker[];
  busy: number;
  readonly waiting: Set<() => void>;
}

// On globalThis, because Next.js gives route handlers and pages separate module instances.
const processGlobal = globalThis as { csmRoutingThreads?: Pool };
processGlobal.csmRoutingThreads ??= { idle: [], busy: 0, waiting: new Set() };
const pool = processGlobal.csmRoutingThreads;

/**
 * Runs a job in a worker thread. Aborting stops the thread within milliseconds.
 *
 * @throws AppError `cancelled`; `unexpected` if the function throws or its thread dies
 */
export async function runJob<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<JobOutput<Name>> {
  await waitForTurn(signal);
  try {
    const thread = pool.idle.pop() ?? (await startThread());
    const response = await runInThread(thread, { name, input }, signal);
    if ('error' in response) throw stoppedError(response.error);
    return response.output as JobOutput<Name>;
  } finally {
    pool.busy -= 1;
    wakeNext();
  }
}

/** Starts a thread unless one is ready, so that the next job does not wait for it. */
export async function warmUpThread(): Promise<void> {
  if (pool.idle.length === 0 && pool.busy === 0) keepIdle(await startThread());
}

/** Resolves when fewer than the maximum of threads are busy, and counts one more. */
async function waitForTurn(signal: AbortSignal | undefined): Promise<void> {
  while (pool.busy >= MAX_THREADS && !signal?.aborted) {
    await new Promise<void>((resolve) => {
      const wake = () => {
        pool.waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      pool.waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
  if (signal?.aborted) {
    wakeNext();
    throw canceledError(signal);
  }
  pool.busy += 1;
}

function wakeNext(): void {
  const [wake] = pool.waiting;
  wake?.();
}

/** Runs one job. Afterward, the thread is idle again, or stopped if it was canceled or failed. */
function runInThread(
  thread: Worker,
  request: JobRequest,
  signal: AbortSignal | undefined,
): Promise<JobResponse> {
  return new Promise<JobResponse>((resolve, reject) => {
    const end = () => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (reason: AppError) => {
      end();
      void thread.terminate();
      reject(reason);
    };
    const onMessage = (response: JobResponse) => {
      end();
      keepIdle(thread);
      resolve(response);
    };
    const onError = (cause: unknown) => stop(stoppedError(cause));
    const onExit = (code: number) => stop(stoppedError(new Error(`thread exited with ${code}`)));
    const onAbort = () => stop(canceledError(signal as AbortSignal));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) return onAbort();
    thread.ref();
    thread.postMessage(request);
  });
}

function keepIdle(thread: Worker): void {
  thread.unref();
  if (pool.idle.length === 0) pool.idle.push(thread);
  else void thread.terminate();
}

/** Starts a thread that does not keep the process alive until it has a job. */
async function startThread(): Promise<Worker> {
  const thread = await createThread();
  thread.unref();
  // Without a listener, an error of an idle thread would end the process.
  thread.on('error', () => {});
  thread.on('exit', () => {
    const index = pool.idle.indexOf(thread);
    if (index >= 0) pool.idle.splice(index, 1);
  });
  return thread;
}

async function createThread(): Promise<Worker> {
  // Next.js bundles the thread if it finds exactly this expression.
  if (process.env.NEXT_RUNTIME) return new Worker(new URL('./thread.ts', import.meta.url));
  // Set when the commands of a build are bundled, with the thread beside them.
  if (process.env.ENGINE_THREAD) {
    return new Worker(new URL(process.env.ENGINE_THREAD, import.meta.url), { execArgv: [] });
  }
  // Commands and tests run the sources. tsx would take half a second to load them in a thread.
  const { buildSync } = await import('esbuild');
  const [bundle] = buildSync({
    entryPoints: [fileURLToPath(new URL('thread.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
  }).outputFiles;
  return new Worker(bundle?.text ?? '', { eval: true, execArgv: [] });
}

function stoppedError(cause: unknown): AppError {
  return new AppError(
    'unexpected',
    'The calculation stopped unexpectedly. Nothing was saved. Try again. If it keeps happening, the server log has the details.',
    { cause },
  );
}

function canceledError({ reason }: AbortSignal): AppError {
  return new AppError('cancelled', 'The calculation was canceled.', { cause: reason });
}
