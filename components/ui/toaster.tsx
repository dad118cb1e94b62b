'use client';

import { useEffect } from 'react';
import { Toaster as Sonner } from 'sonner';
import { markToasterReady } from './notifications';
import { useTheme } from './theme-switch';

/** Displays notifications, long enough to read one and to reach its button. */
export function Toaster() {
  useEffect(markToasterReady, []);
  return (
    <Sonner
      theme={useTheme()}
      position="bottom-right"
      duration={8_000}
      visibleToasts={4}
      closeButton
      containerAriaLabel="Notifications"
      className="!font-sans"
      toastOptions={{
        classNames: {
          toast:
            '!rounded-lg !border !border-line !bg-surface !text-ink !shadow-overlay !text-sm !font-sans',
          description: '!text-ink-muted',
          actionButton: '!bg-accent !text-accent-on !font-medium !h-7',
          cancelButton: '!bg-neutral-soft !text-ink !h-7',
          closeButton: '!bg-surface !border-line-strong !text-ink-muted',
          error: '!border-danger',
        },
      }}
    />
  );
}
