'use client';

import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names';
import { CloseIcon } from './icons';

const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-2xl' } as const;

/**
 * A modal dialog on the native element: the rest of the page is inert, Escape and a click outside
 * close it, and focus returns to where it was.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  size = 'md',
  bare = false,
  dismissable = true,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: keyof typeof widths;
  /** Renders no heading or padding; the title becomes the accessible name only. */
  readonly bare?: boolean;
  /** False while an operation must not be interrupted. */
  readonly dismissable?: boolean;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const descriptionId = useId();

  // A layout effect, because the browser restores focus only while the dialog is in the document.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!open || !dialog) return;
    dialog.showModal();
    return () => dialog.close();
  }, [open]);

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      aria-describedby={description ? descriptionId : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissable) onClose();
      }}
      onMouseDown={(event) => {
        if (dismissable && event.target === ref.current) onClose();
      }}
      className={classNames(
        'max-h-[85dvh] w-[calc(100vw-2rem)] overscroll-contain rounded-xl border border-line bg-surface text-ink shadow-overlay',
        widths[size],
        // Anchored at the top, so that the dialog does not move as a list inside it shrinks.
        bare && 'mt-[12dvh]',
      )}
    >
      {open && bare && (
        <>
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
          {children}
        </>
      )}
      {open && !bare && (
        <div className="relative flex max-h-[85dvh] flex-col">
          <div className="py-4 pr-14 pb-0 pl-5">
            <h2 id={titleId} className="text-lg font-semibold">
              {title}
            </h2>
            {description && (
              <div id={descriptionId} className="mt-0.5 text-sm text-ink-muted">
                {description}
              </div>
            )}
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </div>
          )}
          {/* Last, so that opening the dialog focuses its content. */}
          {dismissable && (
            <button
              type="button"
              onClick={onClose}
              aria-label="Close"
              className="absolute top-3 right-3 grid size-8 place-items-center rounded-md text-ink-muted hover:bg-hover hover:text-ink"
            >
              <CloseIcon />
            </button>
          )}
        </div>
      )}
    </dialog>
  );
}

/** Stands in for a dialog whose code is still loading, so that keys do not act on the page below. */
export function LoadingDialog() {
  return (
    <Dialog open onClose={() => undefined} title="Loading…" bare dismissable={false}>
      <p className="px-5 py-8 text-center text-ink-muted">Loading…</p>
    </Dialog>
  );
}
