'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { markAccountsAction } from '@/app/(app)/diagnostics/actions';
import { Alert } from '@/components/ui/alert';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DialogButton } from '@/components/ui/dialog-button';
import { Checkbox, Field, Input } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import type { OwnerToMark } from '@/lib/analytics/diagnostics/finding';

/** Marks the accounts of owners who are not active CSMs as needing a CSM, after confirming how many. */
export function MarkAccountsButton({
  label,
  owners,
}: {
  readonly label: string;
  readonly owners: readonly OwnerToMark[];
}) {
  const router = useRouter();
  return (
    <DialogButton
      size="sm"
      dialog={(close) => <MarkDialog owners={owners} onClose={close} />}
      // Only after closing, because the finding may leave the page with its dialog.
      onClosed={() => router.refresh()}
    >
      {`${label}…`}
    </DialogButton>
  );
}

function MarkDialog({
  owners,
  onClose,
}: {
  readonly owners: readonly OwnerToMark[];
  readonly onClose: () => void;
}) {
  const format = useFormat();
  const [busy, startTransition] = useTransition();
  const former = owners.filter(({ wasCsm }) => wasCsm);
  const [selected, setSelected] = useState<ReadonlySet<string>>(
    () => new Set((former.length > 0 ? former : owners).map(({ owner }) => owner)),
  );
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<Awaited<ReturnType<typeof markAccountsAction>>>();
  const chosen = owners.filter(({ owner }) => selected.has(owner));
  const accounts = format.count(
    chosen.reduce((sum, each) => sum + each.accounts, 0),
    'account',
  );

  function toggle(owner: string) {
    const next = new Set(selected);
    if (!next.delete(owner)) next.add(owner);
    setSelected(next);
  }

  function mark() {
    startTransition(async () => {
      setResult(await markAccountsAction({ owners: chosen.map(({ owner }) => owner), reason }));
    });
  }

  if (result?.ok) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`${format.count(result.value.marked, 'account')} marked`}
        description="They are waiting for a CSM. The next runs place them, as many as the routing rules allow."
        footer={
          <>
            <Button onClick={onClose}>Close</Button>
            <Link href="/runs" className={buttonClass('primary')}>
              Start a run
            </Link>
          </>
        }
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!busy}
      title="Mark accounts as needing a CSM"
      description="Runs then place them like accounts that the data team marked. Each account keeps its owner until a manager accepts a recommendation. You can take a mark back on the account’s page."
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button variant="primary" busy={busy} disabled={chosen.length === 0} onClick={mark}>
            {`Mark ${accounts}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Accounts of</legend>
          <div className="flex max-h-72 flex-col overflow-y-auto">
            {owners.map(({ owner, accounts, wasCsm }) => (
              <Checkbox
                key={owner}
                checked={selected.has(owner)}
                onChange={() => toggle(owner)}
                label={
                  <>
                    <bdi>{owner}</bdi>
                    <span className="text-ink-muted">
                      {` · ${format.count(accounts, 'account')}${wasCsm ? '' : ', never a CSM here'}`}
                    </span>
                  </>
                }
              />
            ))}
          </div>
        </fieldset>
        <Field label="Reason (optional)" hint="Shown on each account’s page.">
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {result && !result.ok && <Alert tone="danger">{result.error.message}</Alert>}
      </div>
    </Dialog>
  );
}
