'use client';

import { useState } from 'react';
import { createPortal } from 'react-dom';
import { revokeTokenAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { notify } from '@/components/ui/notifications';
import { useMemberAction } from './use-member-action';

/** Revokes an API token after a confirmation. */
export function RevokeTokenButton({ id, name }: { readonly id: string; readonly name: string }) {
  const [isOpen, setOpen] = useState(false);
  const { outcome, isRunning, run } = useMemberAction();

  function revoke() {
    run(
      () => revokeTokenAction({ id }),
      () => {
        setOpen(false);
        void notify('ok', `Token ${name} is revoked`);
        return undefined;
      },
    );
  }

  return (
    <>
      <Button size="sm" aria-label={`Revoke token ${name}`} onClick={() => setOpen(true)}>
        Revoke
      </Button>
      {isOpen &&
        createPortal(
          <Dialog
            open
            onClose={() => setOpen(false)}
            dismissable={!isRunning}
            title={`Revoke token ${name}?`}
            footer={
              <>
                <Button disabled={isRunning} onClick={() => setOpen(false)}>
                  Cancel
                </Button>
                <Button variant="danger" busy={isRunning} onClick={revoke}>
                  Revoke token
                </Button>
              </>
            }
          >
            {outcome.error && (
              <Alert tone="danger" title="Not revoked">
                {outcome.error}
              </Alert>
            )}
            <p className="text-sm">
              Scripts that use it stop working at once. This can’t be undone: create another token
              instead.
            </p>
          </Dialog>,
          document.body,
        )}
    </>
  );
}
