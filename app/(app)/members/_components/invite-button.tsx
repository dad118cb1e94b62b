'use client';

import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '@/components/ui/button';
import { LoadingDialog } from '@/components/ui/dialog';
import { lazyComponent } from '@/components/ui/lazy-component';

const InviteDialog = lazyComponent(() =>
  import('./invite-dialog').then((code) => code.InviteDialog),
);

/** Opens the dialog that invites a member. */
export function InviteButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Invite member
      </Button>
      {isOpen &&
        createPortal(
          <Suspense fallback={<LoadingDialog />}>
            <InviteDialog onClose={() => setOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
