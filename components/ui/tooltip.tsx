'use client';

import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from './class-names';

/** Passing over many rows should not open a tooltip on each. */
const HOVER_DELAY_MS = 350;
const EDGE = 6;

/**
 * Explains its children on hover, focus, and tap. It stays open while the pointer is on it, and
 * Escape closes it. Screen readers read it as the description of a focusable trigger.
 */
export function Tooltip({
  text,
  focusable = true,
  className,
  children,
}: {
  readonly text: string;
  /**
   * Whether the trigger is a tab stop. If not, the tooltip needs a pointer: use that only where the
   * same text is in reach of the keyboard, such as in a table whose rows open a record.
   */
  readonly focusable?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  function show(delay: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(setOpen, delay, true);
  }

  function hide() {
    clearTimeout(timer.current);
    setOpen(false);
  }

  useEffect(() => () => clearTimeout(timer.current), []);
  useLayoutEffect(() => {
    if (!open || !anchor.current || !panel.current) return;
    const shown = panel.current;
    place(shown, anchor.current);
    return () => shown.hidePopover();
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const controller = new AbortController();
    const options = { capture: true, signal: controller.signal };
    const close = () => setOpen(false);
    const isOutside = ({ target }: Event) => !anchor.current?.contains(target as Node);
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // Only the tooltip closes, not what is below it.
      event.stopPropagation();
      close();
    };
    window.addEventListener('keydown', closeOnEscape, options);
    window.addEventListener('pointerdown', (event) => isOutside(event) && close(), options);
    window.addEventListener('scroll', close, options);
    return () => controller.abort();
  }, [open]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hover only adds to what focus shows.
    <span
      ref={anchor}
      className={classNames('inline-flex', className)}
      onMouseEnter={() => show(HOVER_DELAY_MS)}
      onMouseLeave={hide}
    >
      {focusable ? (
        <button
          type="button"
          aria-describedby={id}
          className="rounded-sm text-left"
          onFocus={() => show(0)}
          onBlur={hide}
          onClick={() => show(0)}
        >
          {children}
        </button>
      ) : (
        children
      )}
      {(focusable || open) && (
        <span
          ref={panel}
          id={id}
          role="tooltip"
          popover="manual"
          // The transparent padding bridges the gap, so the pointer can move onto the text.
          className="fixed inset-auto m-0 max-w-72 overflow-visible border-0 bg-transparent p-0 py-1.5 font-normal whitespace-normal"
        >
          <span className="block rounded-md border border-line bg-surface px-2.5 py-1.5 text-left text-xs text-ink shadow-overlay">
            {text}
          </span>
        </span>
      )}
    </span>
  );
}

function place(panel: HTMLElement, anchor: HTMLElement): void {
  panel.showPopover();
  const { left, bottom, top } = anchor.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = panel;
  const fits = bottom + offsetHeight <= window.innerHeight;
  panel.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - offsetWidth - EDGE))}px`;
  panel.style.top = `${fits ? bottom : Math.max(EDGE, top - offsetHeight)}px`;
}
