'use client';

import { useSyncExternalStore } from 'react';

/** What a message may carry beside its words. */
export interface NotificationOptions {
  readonly description?: string;
  /** The one thing that can be done about it, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Takes the place of an earlier message of this id. */
  readonly id?: string;
  /** Milliseconds it stays; 8 seconds unless said otherwise. */
  readonly duration?: number;
}

const toastTypes = { ok: 'success', info: 'info', warn: 'warning', danger: 'error' } as const;

let mounted = () => {};
const toasterReady = new Promise<void>((resolve) => {
  mounted = resolve;
});

/** The toaster says here that it is listening; what is said earlier waits for it. */
export function markToasterReady(): void {
  mounted();
}

/**
 * Shows a message for a while and reads it out. Loaded only when there is something to say, which
 * is why nobody imports the toast library but this and the toaster.
 */
export async function notify(
  tone: keyof typeof toastTypes,
  text: string,
  { action, ...rest }: NotificationOptions = {},
): Promise<void> {
  const [{ toast }] = await Promise.all([import('sonner'), toasterReady]);
  toast[toastTypes[tone]](text, {
    ...rest,
    ...(action && { action: { label: action.label, onClick: () => action.run() } }),
  });
}

/** Takes a message away. */
export async function dismissNotification(id: string): Promise<void> {
  const { toast } = await import('sonner');
  toast.dismiss(id);
}

let message = '';
let turn = 0;
const listeners = new Set<() => void>();

/** Reads a result out politely, wherever focus is; saying the same again reads it again. */
export function announce(text: string): void {
  turn += 1;
  // A no-break space in turn makes equal messages differ, so that they are read again.
  message = turn % 2 === 0 ? text : `${text}\u00a0`;
  for (const listener of listeners) listener();
}

/** The one place that `announce` speaks from; the shell renders it once. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    subscribe,
    () => message,
    () => '',
  );
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only" data-live-region>
      {text}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
