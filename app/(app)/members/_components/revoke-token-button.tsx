'use client';

import { revokeTokenAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DialogButton } from '@/components/ui/dialog-button';
import { notify } from '@/components/ui/notifications';
import { useMemberAction } from './use-member-action';

/** Revokes an API token after a confirmation. */
export function RevokeTokenButton({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <DialogButton
      size="sm"
      aria-label={`Revoke token ${name}`}
      dialog={(close) => <RevokeTokenDialog id={id} name={name} onClose={close} />}
    >
      Revoke
    </DialogButton>
  );
}

function RevokeTokenDialog({
  id,
  name,
  onClose,
}: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { outcome, isRunning, run } = useMemberAction();

  function revoke() {
    run(
      () => revokeTokenAction({ id }),
      () => {
        onClose();
        void notify('ok', `Token ${name} is revoked`);
        return undefined;
      },
    );
  }

  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!isRunning}
      title={`Revoke token ${name}?`}
      footer={
        <>
          <Button disabled={isRunning} onClick={onClose}>
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
    </Dialog>
  );
}
