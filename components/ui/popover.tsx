'use client';

import { type ReactNode, useId, useRef } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button';

const gap = 6;

/** A small panel hung from its button, on the platform's popover: Escape and a press outside close it. */
export function Popover({
  label,
  face,
  variant = 'ghost',
  size = 'md',
  buttonClassName,
  children,
}: {
  /** What the button opens, read out. */
  readonly label: string;
  readonly face: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly buttonClassName?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);

  function place() {
    const anchor = button.current?.getBoundingClientRect();
    const box = panel.current;
    if (!anchor || !box) return;
    const left = Math.min(anchor.left, window.innerWidth - box.offsetWidth - gap);
    const below = anchor.bottom + gap;
    const fits = below + box.offsetHeight < window.innerHeight;
    box.style.left = `${Math.max(gap, left)}px`;
    box.style.top = `${fits ? below : Math.max(gap, anchor.top - gap - box.offsetHeight)}px`;
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
        {face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onToggle={(event) => {
          if (event.newState === 'open') place();
        }}
        className="fixed inset-auto m-0 max-h-[80dvh] min-w-48 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-overlay"
      >
        {children}
      </div>
    </>
  );
}
