'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import {
  accountLabel,
  type DecisionTarget,
  type RecommendationDetailsJson,
} from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { type RejectReason, rejectReasons } from '@/lib/decisions/labels';
import { type DecisionChoice, type DecisionRequest, failureLabels } from './decision-requests';
import { FlagList } from './flag-list';
import { OverrideDialog } from './override-dialog';
import { NoteField, noteProblem, ReasonRadioGroup } from './reason-fields';
import { type Confirmation, newDecisionRequest } from './use-decisions';

/** The dialog that is open. */
export type DecisionStep =
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation }
  | { readonly kind: 'override' | 'reject'; readonly row: DecisionTarget };

/** The dialogs that ask for a reason or a confirmation before a decision is sent. */
export function DecisionDialogs({
  step,
  details,
  onStep,
  onCommit,
}: {
  readonly step: DecisionStep;
  readonly details: RecommendationDetailsJson | undefined;
  readonly onStep: (next: DecisionStep | null) => void;
  readonly onCommit: (request: DecisionRequest) => void;
}) {
  const close = () => onStep(null);
  if (step.kind === 'confirm') {
    const { confirmation } = step;
    return (
      <ConfirmDialog
        key={confirmation.flags.join()}
        confirmation={confirmation}
        onCancel={close}
        onConfirm={() => onCommit({ ...confirmation.request, acknowledged: confirmation.flags })}
      />
    );
  }
  const { row } = step;
  if (step.kind === 'reject') {
    return (
      <RejectDialog
        row={row}
        onCancel={close}
        onReject={(choice) => onCommit(newDecisionRequest(row, choice))}
      />
    );
  }
  return (
    <OverrideDialog
      row={row}
      explanation={details?.explanation ?? null}
      onCancel={close}
      onOverride={(choice, expected) => {
        const request = newDecisionRequest(row, choice);
        if (expected.flags.length === 0) return onCommit(request);
        const confirmation = { ...expected, request, foundByServer: false };
        onStep({ kind: 'confirm', confirmation });
      }}
    />
  );
}

/** Lists the rules that a decision breaks, and asks for confirmation. */
function ConfirmDialog({
  confirmation,
  onCancel,
  onConfirm,
}: {
  readonly confirmation: Confirmation;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const confirmButton = useRef<HTMLButtonElement>(null);
  useEffect(() => confirmButton.current?.focus(), []);
  const { request, flags, coolingUntil, awayUntil, foundByServer } = confirmation;
  const { choice, row } = request;
  const csm = choice.verb === 'override' ? choice.csm : row.recommendedCsm;
  const action = choice.verb === 'override' ? 'Override' : 'Accept';
  const rules = flags.length === 1 ? '1 rule' : `${flags.length} rules`;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${accountLabel(row)} → ${csm}?`}
      description={
        foundByServer
          ? `This changed while you were deciding. ${failureLabels[choice.verb]} yet.`
          : `This breaks ${flags.length === 1 ? 'a routing rule' : `${flags.length} routing rules`}.`
      }
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button
            ref={confirmButton}
            variant="primary"
            onClick={onConfirm}
            // Ignore a key that is still held down from the previous step.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
          >
            {`${action} anyway (${rules})`}
          </Button>
        </>
      }
    >
      <FlagList flags={flags} coolingUntil={coolingUntil} awayUntil={awayUntil} />
      <p className="mt-3 text-ink-muted">The decision records which rules it breaks.</p>
    </Dialog>
  );
}

const rejectReasonCodes = Object.keys(rejectReasons) as RejectReason[];

/** Asks why a recommendation is rejected. Digits choose the reason; Enter rejects. */
function RejectDialog({
  row,
  onCancel,
  onReject,
}: {
  readonly row: DecisionTarget;
  readonly onCancel: () => void;
  readonly onReject: (choice: Extract<DecisionChoice, { verb: 'reject' }>) => void;
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
      inNote || event.ctrlKey || event.metaKey
        ? undefined
        : rejectReasonCodes[Number(event.key) - 1];
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
    const invalidNote = noteProblem(reason, note);
    if (!invalidNote) return onReject({ verb: 'reject', reason, note });
    setProblem(invalidNote);
    noteField.current?.focus();
  }

  return (
    <Dialog
      open
      onClose={onCancel}
      title={`Reject ${row.recommendedCsm} for ${accountLabel(row)}?`}
      description="The account stays unassigned. This CSM is not recommended for it again for a while."
    >
      <form ref={form} noValidate onSubmit={submit} onKeyDown={onKeyDown} className="grid gap-4">
        <ReasonRadioGroup
          reasons={rejectReasons}
          chosen={reason}
          onChoose={choose}
          problem={problem && !reason ? problem : null}
          digits
        />
        <NoteField
          ref={noteField}
          note={note}
          required={reason === 'other'}
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
