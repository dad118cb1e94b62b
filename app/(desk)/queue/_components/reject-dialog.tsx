'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { type RejectReason, rejectReasons } from '@/lib/decisions/reasons';
import { accountLabel, type Target } from '../queue-row';
import type { Choice } from './intent';
import { noteProblem, ReasonChoice, ReasonNote } from './reason-fields';

const codes = Object.keys(rejectReasons) as RejectReason[];

/** Why a recommendation is declined: a digit for the reason, Enter to do it. */
export function RejectDialog({
  row,
  onCancel,
  onReject,
}: {
  readonly row: Target;
  readonly onCancel: () => void;
  readonly onReject: (choice: Extract<Choice, { verb: 'reject' }>) => void;
}) {
  const [reason, setReason] = useState<RejectReason | null>(null);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  function onKeyDown(event: KeyboardEvent) {
    const inNote = event.target === noteField.current;
    if (event.key === 'Enter' && (!inNote || event.ctrlKey || event.metaKey)) {
      if (event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      if (!event.repeat) form.current?.requestSubmit();
      return;
    }
    const code =
      inNote || event.ctrlKey || event.metaKey ? undefined : codes[Number(event.key) - 1];
    if (!code) return;
    event.preventDefault();
    choose(code);
    if (code === 'other') noteField.current?.focus();
  }

  function choose(code: RejectReason) {
    setReason(code);
    setProblem(null);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!reason) return setProblem('Choose a reason.');
    const wrong = noteProblem(reason, note);
    if (!wrong) return onReject({ verb: 'reject', reason, note });
    setProblem(wrong);
    noteField.current?.focus();
  }

  return (
    <Dialog
      open
      onClose={onCancel}
      title={`Reject ${row.recommendedCsm} for ${accountLabel(row)}?`}
      description="The account stays without a CSM, and this one is not proposed for it again for a while."
    >
      <form ref={form} noValidate onSubmit={submit} onKeyDown={onKeyDown} className="grid gap-4">
        <ReasonChoice
          reasons={rejectReasons}
          chosen={reason}
          onChoose={(code) => choose(code)}
          problem={problem && !reason ? problem : null}
          digits
        />
        <ReasonNote
          ref={noteField}
          note={note}
          needed={reason === 'other'}
          onNote={setNote}
          problem={reason ? problem : null}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="primary" keyHint="Enter">
            Reject
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
