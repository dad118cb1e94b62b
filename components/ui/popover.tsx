'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button';

const GAP = 6;

/**
 * A button with a panel on the native popover: Escape and a click outside close it. Renders the panel's
 * content only while it is open.
 */
export function Popover({
  label,
  trigger,
  variant = 'ghost',
  size = 'md',
  buttonClassName,
  onOpen,
  children,
}: {
  /** Accessible name of the button and the panel. */
  readonly label: string;
  /** Content of the button. */
  readonly trigger: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly buttonClassName?: string;
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  // The browser opens it even before the page responds.
  useEffect(() => setOpen(panel.current?.matches(':popover-open') ?? false), []);

  function place() {
    const anchor = button.current?.getBoundingClientRect();
    const box = panel.current;
    if (!anchor || !box) return;
    const left = Math.min(anchor.left, window.innerWidth - box.offsetWidth - GAP);
    const below = anchor.bottom + GAP;
    const fits = below + box.offsetHeight < window.innerHeight;
    box.style.left = `${Math.max(GAP, left)}px`;
    box.style.top = `${fits ? below : Math.max(GAP, anchor.top - GAP - box.offsetHeight)}px`;
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        title={label}
        className={buttonClass(variant, size, buttonClassName)}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={(event) => setOpen(event.newState === 'open')}
        onToggle={(event) => {
          if (event.newState !== 'open') return;
          onOpen?.();
          place();
        }}
        className="fixed inset-auto m-0 max-h-[80dvh] min-w-48 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-overlay"
      >
        {open && children}
      </div>
    </>
  );
}
