'use client';

import { useKeyboardShortcuts } from '@/components/ui/keyboard-shortcuts';
import type { NotePurpose } from './use-note-form';

/** The keyboard shortcuts of the queue. They are off while typing. */
export function useQueueShortcuts(run: {
  readonly move: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly search: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  readonly acceptSuggestion: () => void;
  readonly note: (purpose: NotePurpose) => void;
  readonly undo: () => void;
  readonly snooze: () => void;
  readonly toggle: () => void;
  readonly selectRange: () => void;
  readonly exportCsv: () => void;
}): void {
  useKeyboardShortcuts([
    { keys: 'j', label: 'Next row', repeats: true, run: () => run.move(1) },
    { keys: 'k', label: 'Previous row', repeats: true, run: () => run.move(-1) },
    { keys: 'Enter', label: 'Go to the details', run: run.open },
    { keys: 'Escape', label: 'Back to the table', run: run.back },
    { keys: 'a', label: 'Accept', run: run.accept },
    { keys: 'Shift+a', label: 'Accept with a note', run: () => run.note('accept') },
    { keys: 'o', label: 'Override (choose another CSM)', run: run.override },
    { keys: 'r', label: 'Reject (digits choose the reason)', run: run.reject },
    { keys: 'c', label: 'Use Claude’s suggestion', run: run.acceptSuggestion },
    { keys: 'n', label: 'Add a note', run: () => run.note('add') },
    { keys: 'u', label: 'Undo the last decision', run: run.undo },
    { keys: 'z', label: 'Snooze, or return to the queue', run: run.snooze },
    { keys: 'x', label: 'Select the row', run: run.toggle },
    { keys: 'Shift+x', label: 'Select the rows down or up to this one', run: run.selectRange },
    { keys: 'Shift+e', label: 'Export as CSV', run: run.exportCsv },
    { keys: '/', label: 'Search the queue', run: run.search },
  ]);
}
