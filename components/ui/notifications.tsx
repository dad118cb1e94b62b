'use client';

import { useSyncExternalStore } from 'react';

export interface NotificationOptions {
  readonly description?: string;
  /** A button, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Replaces an earlier notification with the same id. */
  readonly id?: string;
  /** How long it is shown, in milliseconds (default 8,000). */
  readonly duration?: number;
}

const toastTypes = { ok: 'success', info: 'info', warn: 'warning', danger: 'error' } as const;

let resolveReady = () => {};
const toasterReady = new Promise<void>((resolve) => {
  resolveReady = resolve;
});

/** Called when the toaster is mounted. Earlier notifications wait for it. */
export function markToasterReady(): void {
  resolveReady();
}

/**
 * Shows and announces a notification. Imports the toast library on first use, to keep it out of the
 * initial bundle.
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

let message = '';
let count = 0;
const listeners = new Set<() => void>();

/** Announces text politely to screen readers, even if it equals the previous text. */
export function announce(text: string): void {
  count += 1;
  // Every other message ends in a no-break space, so that equal messages differ and are announced.
  message = count % 2 === 0 ? text : `${text}\u00a0`;
  for (const listener of listeners) listener();
}

/** The live region of `announce`; rendered once per document. */
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
