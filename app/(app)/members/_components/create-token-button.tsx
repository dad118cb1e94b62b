'use client';

import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '@/components/ui/button';
import { LoadingDialog } from '@/components/ui/dialog';
import { lazyComponent } from '@/components/ui/lazy-component';

const CreateTokenDialog = lazyComponent(() =>
  import('./create-token-dialog').then((code) => code.CreateTokenDialog),
);

/** Opens the dialog that creates an API token. */
export function CreateTokenButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Create token
      </Button>
      {isOpen &&
        createPortal(
          <Suspense fallback={<LoadingDialog />}>
            <CreateTokenDialog onClose={() => setOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
