'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { previewRollbackAction, rollBackRunAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DialogButton } from '@/components/ui/dialog-button';
import { useFormat } from '@/components/ui/format-provider';
import type { Rollback } from '@/lib/decisions/roll-back-run';
import type { ActionResult } from '@/lib/server/actions';
import { KeptDecisions } from './kept-decisions';

/** Opens the dialog that rolls back a run. */
export function RollBackButton({ runId }: { readonly runId: string }) {
  const router = useRouter();
  return (
    <DialogButton
      size="sm"
      dialog={(close) => <RollBackDialog runId={runId} onClose={close} />}
      // Only after closing, because the button may leave the page.
      onClosed={() => router.refresh()}
    >
      Roll back this run…
    </DialogButton>
  );
}

/** Previews the rollback, confirms it, and shows what was undone and kept. */
function RollBackDialog({
  runId,
  onClose,
}: {
  readonly runId: string;
  readonly onClose: () => void;
}) {
  const format = useFormat();
  const [preview, setPreview] = useState<ActionResult<Rollback>>();
  const [result, setResult] = useState<ActionResult<Rollback>>();
  const [isRunning, start] = useTransition();
  useEffect(() => {
    let isCurrent = true;
    previewRollbackAction({ runId }).then((loaded) => {
      if (isCurrent) setPreview(loaded);
    });
    return () => {
      isCurrent = false;
    };
  }, [runId]);
  const failed = result && !result.ok ? result : preview && !preview.ok ? preview : undefined;

  if (result?.ok) {
    return (
      <Dialog
        open
        onClose={onClose}
        size="lg"
        title={`${format.count(result.value.undone, 'decision')} undone`}
        footer={
          <Button variant="primary" autoFocus onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="grid gap-3 text-sm">
          {result.value.undone > 0 && <p>Their recommendations are pending again.</p>}
          <KeptDecisions kept={result.value.kept} tense="past" />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!isRunning}
      size="lg"
      title="Roll back this run?"
      footer={
        <>
          <Button disabled={isRunning} onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="danger"
            busy={isRunning}
            disabled={!preview?.ok || preview.value.undone === 0}
            onClick={() => start(async () => setResult(await rollBackRunAction({ runId })))}
          >
            {preview?.ok
              ? `Undo ${format.count(preview.value.undone, 'decision')}`
              : 'Undo decisions'}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 text-sm">
        {failed && (
          <Alert tone="danger" title="Not rolled back">
            {failed.error.message}
          </Alert>
        )}
        {!preview && <p role="status">Checking what can be undone…</p>}
        {preview?.ok && <Preview preview={preview.value} />}
      </div>
    </Dialog>
  );
}

function Preview({ preview: { undone, kept, pending } }: { readonly preview: Rollback }) {
  const format = useFormat();
  return (
    <>
      <p role="status">
        {undone === 0
          ? 'No decision can be undone.'
          : `${format.count(undone, 'decision')} will be undone, no matter who made them: each account gets back the owner it had, and its recommendation goes back to the queue.`}
      </p>
      {undone > 0 && (
        <p>
          Recommendations in the queue can be accepted again. Reject those that must not be, or
          place the accounts again with a new run.
        </p>
      )}
      {pending > 0 && (
        <p>{`${format.count(pending, 'recommendation')} of this run ${pending === 1 ? 'is' : 'are'} still pending and ${pending === 1 ? 'stays' : 'stay'} in the queue.`}</p>
      )}
      <KeptDecisions kept={kept} tense="future" />
    </>
  );
}
