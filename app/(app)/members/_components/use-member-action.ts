import { useState, useTransition } from 'react';
import type { ActionResult } from '@/lib/server/actions';

/** What the last action did, or why it failed. */
export interface ActionOutcome {
  readonly done?: string | undefined;
  readonly error?: string | undefined;
}

/**
 * Runs server actions one at a time, and keeps the outcome of the last one: behind a dialog, a
 * notification is neither in view nor announced.
 */
export function useMemberAction() {
  const [outcome, setOutcome] = useState<ActionOutcome>({});
  const [isRunning, start] = useTransition();
  /** @param onDone may return what was done, as a sentence */
  function run<Value>(
    action: () => Promise<ActionResult<Value>>,
    onDone: (value: Value) => string | undefined,
  ) {
    start(async () => {
      const result = await action();
      setOutcome(result.ok ? { done: onDone(result.value) } : { error: result.error.message });
    });
  }
  return { outcome, isRunning, run };
}
