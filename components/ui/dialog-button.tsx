'use client';

import { type ReactNode, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button, type ButtonProps } from './button';
import { LoadingDialog } from './dialog';

/** A button that opens a dialog, whose code may load only then. */
export function DialogButton({
  dialog,
  onClosed,
  ...button
}: Omit<ButtonProps, 'onClick'> & {
  /** Renders the open dialog. */
  readonly dialog: (close: () => void) => ReactNode;
  readonly onClosed?: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    onClosed?.();
  };
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)} />
      {isOpen &&
        createPortal(
          <Suspense fallback={<LoadingDialog />}>{dialog(close)}</Suspense>,
          document.body,
        )}
    </>
  );
}
