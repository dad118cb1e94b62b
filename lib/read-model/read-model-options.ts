import type { Clock } from '@/lib/time';

/** A load of the facts, or a check for changes by others. */
export interface ReadModelEvent {
  readonly kind: 'load' | 'check';
  readonly ok: boolean;
  readonly ms: number;
}

export type ReadModelObserver = (event: ReadModelEvent) => void;

export interface ReadModelOptions {
  /** How often to look for changes by others on Snowflake. */
  readonly checkIntervalMs?: number;
  readonly clock?: Clock;
  /**
   * Receives what a check in the background fails with. Later checks try again, and `facts` throws
   * if none has succeeded recently.
   */
  readonly onError?: (error: unknown) => void;
  /** Called after each load and each check. */
  readonly observe?: ReadModelObserver;
}

/**
 * Runs work and tells the observer how it ended.
 * @returns its result, and when it started
 * @throws what the work throws
 */
export async function observed<Result>(
  kind: ReadModelEvent['kind'],
  work: () => Promise<Result>,
  { clock, observe }: { readonly clock: Clock; readonly observe: ReadModelObserver },
): Promise<{ readonly result: Result; readonly startedAt: number }> {
  const startedAt = clock.now();
  let ok = false;
  try {
    const result = await work();
    ok = true;
    return { result, startedAt };
  } finally {
    observe({ kind, ok, ms: clock.now() - startedAt });
  }
}
