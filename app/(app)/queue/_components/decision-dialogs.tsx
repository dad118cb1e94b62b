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
import type { DecisionChoice, DecisionRequest } from './decision-requests';
import { FlagList } from './flag-list';
import { OverrideDialog } from './override-dialog';
import { NoteField, noteProblem, ReasonRadioGroup } from './reason-fields';
import { type Confirmation, newDecisionRequest } from './use-decisions';

/** The step that a decision waits at. */
export type DecisionStep =
  | { readonly kind: 'confirm'; readonly doubt: Confirmation }
  | { readonly kind: 'override' | 'reject'; readonly row: DecisionTarget };

/** The questions asked before a decision is made. */
export function DecisionDialogs({
  step,
  record,
  onStep,
  onCommit,
}: {
  readonly step: DecisionStep;
  readonly record: RecommendationDetailsJson | undefined;
  readonly onStep: (next: DecisionStep | null) => void;
  readonly onCommit: (intent: DecisionRequest) => void;
}) {
  const close = () => onStep(null);
  if (step.kind === 'confirm') {
    const { doubt } = step;
    return (
      <ConfirmDialog
        key={doubt.flags.join()}
        doubt={doubt}
        onCancel={close}
        onConfirm={() => onCommit({ ...doubt.request, acknowledged: doubt.flags })}
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
      explanation={record?.explanation ?? null}
      onCancel={close}
      onOverride={(choice, doubt) => {
        const intent = newDecisionRequest(row, choice);
        if (doubt.flags.length === 0) onCommit(intent);
        else
          onStep({ kind: 'confirm', doubt: { ...doubt, request: intent, foundByServer: false } });
      }}
    />
  );
}

/** Names the rules a decision would set aside, and asks for it once more. */
function ConfirmDialog({
  doubt,
  onCancel,
  onConfirm,
}: {
  readonly doubt: Confirmation;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  const { request: intent, flags, coolingUntil, awayUntil, foundByServer: news } = doubt;
  const { choice, row } = intent;
  const csm = choice.verb === 'override' ? choice.csm : row.recommendedCsm;
  const verb = choice.verb === 'override' ? 'override' : 'accept';
  const rules = flags.length === 1 ? 'this rule' : `these ${flags.length} rules`;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${accountLabel(row)} → ${csm}?`}
      description={
        news
          ? 'There is more to it than was shown. Nothing was done yet.'
          : 'Something speaks against it.'
      }
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button
            ref={confirm}
            variant="primary"
            onClick={onConfirm}
            // A key that is still held from before must not answer the question.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
          >
            {`Set ${rules} aside and ${verb}`}
          </Button>
        </>
      }
    >
      <FlagList flags={flags} coolingUntil={coolingUntil} awayUntil={awayUntil} />
      <p className="mt-3 text-ink-muted">The decision records which rules were set aside.</p>
    </Dialog>
  );
}

const rejectReasonCodes = Object.keys(rejectReasons) as RejectReason[];

/** Why a recommendation is declined: a digit for the reason, Enter to do it. */
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
        <ReasonRadioGroup
          reasons={rejectReasons}
          chosen={reason}
          onChoose={(code) => choose(code)}
          problem={problem && !reason ? problem : null}
          digits
        />
        <NoteField
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
