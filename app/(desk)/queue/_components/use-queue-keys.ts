'use client';

import { useKeys } from '@/components/ui/use-keys';

/** The keys of the queue; they rest while somebody types. */
export function useQueueKeys(run: {
  readonly move: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly search: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  readonly follow: () => void;
  readonly undo: () => void;
}): void {
  useKeys([
    { keys: 'j', label: 'Next row', repeats: true, run: () => run.move(1) },
    { keys: 'k', label: 'Previous row', repeats: true, run: () => run.move(-1) },
    { keys: 'Enter', label: 'Go to the record', run: run.open },
    { keys: 'Escape', label: 'Back to the table', run: run.back },
    { keys: 'a', label: 'Accept', run: run.accept },
    { keys: 'o', label: 'Override: choose another CSM', run: run.override },
    { keys: 'r', label: 'Reject; digits choose the reason', run: run.reject },
    { keys: 'c', label: 'Override to the CSM that Claude suggests', run: run.follow },
    { keys: 'u', label: 'Undo the last decision', run: run.undo },
    { keys: '/', label: 'Search the queue', run: run.search },
  ]);
}
