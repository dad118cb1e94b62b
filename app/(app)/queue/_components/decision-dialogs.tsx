'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import {
  type BrokenRules,
  brokenRulesOf,
  type DecisionChoice,
  describeChoice,
  failureLabels,
  type UnconfirmedEntry,
} from '@/app/(app)/queue/decision';
import {
  accountLabel,
  type DecisionTarget,
  type Flag,
  type RecommendationDetailsJson,
} from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { type RejectReason, rejectReasons } from '@/lib/decisions/labels';
import { FlagList } from './flag-list';
import { OverrideDialog } from './override-dialog';
import { NoteField, noteProblem, ReasonRadioGroup } from './reason-fields';

/** The dialog that is open. */
export type DecisionStep =
  | { readonly kind: 'override' | 'reject'; readonly row: DecisionTarget }
  | {
      readonly kind: 'confirm';
      readonly row: DecisionTarget;
      readonly choice: DecisionChoice;
      readonly rules: BrokenRules;
    }
  /** The server refused the entry until its rules are confirmed. */
  | { readonly kind: 'confirm-refused'; readonly entry: UnconfirmedEntry };

/** The dialogs that ask for a reason or a confirmation before a decision is sent. */
export function DecisionDialogs({
  step,
  details,
  onStep,
  onDecide,
  onResend,
}: {
  readonly step: DecisionStep;
  readonly details: RecommendationDetailsJson | undefined;
  readonly onStep: (next: DecisionStep | null) => void;
  readonly onDecide: (
    row: DecisionTarget,
    choice: DecisionChoice,
    acknowledged?: readonly Flag[],
  ) => void;
  readonly onResend: (entry: UnconfirmedEntry, acknowledged: readonly Flag[]) => void;
}) {
  const close = () => onStep(null);
  switch (step.kind) {
    case 'confirm': {
      const { row, choice, rules } = step;
      return (
        <ConfirmDialog
          label={describeChoice(row, choice)}
          verb={choice.verb}
          rules={rules}
          onCancel={close}
          onConfirm={() => onDecide(row, choice, rules.flags)}
        />
      );
    }
    case 'confirm-refused': {
      const { entry } = step;
      const rules = brokenRulesOf(entry);
      return (
        <ConfirmDialog
          label={entry.label}
          verb={entry.verb}
          rules={rules}
          foundByServer
          onCancel={close}
          onConfirm={() => onResend(entry, rules.flags)}
        />
      );
    }
    case 'reject': {
      const { row } = step;
      return (
        <RejectDialog row={row} onCancel={close} onReject={(choice) => onDecide(row, choice)} />
      );
    }
    case 'override': {
      const { row } = step;
      return (
        <OverrideDialog
          row={row}
          explanation={details?.explanation ?? null}
          onCancel={close}
          onOverride={(choice, rules) => {
            if (rules.flags.length === 0) return onDecide(row, choice);
            onStep({ kind: 'confirm', row, choice, rules });
          }}
        />
      );
    }
  }
}

/** Lists the rules that a decision breaks, and asks for confirmation. */
function ConfirmDialog({
  label,
  verb,
  rules,
  foundByServer = false,
  onCancel,
  onConfirm,
}: {
  /** The account and its new CSM. */
  readonly label: string;
  readonly verb: DecisionChoice['verb'];
  readonly rules: BrokenRules;
  /** True if the server found rules that the screen did not show. */
  readonly foundByServer?: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const confirmButton = useRef<HTMLButtonElement>(null);
  useEffect(() => confirmButton.current?.focus(), []);
  const { length } = rules.flags;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${label}?`}
      description={
        foundByServer
          ? `This changed while you were deciding. ${failureLabels[verb]} yet.`
          : `This breaks ${length === 1 ? 'a routing rule' : `${length} routing rules`}.`
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
            {`${verb === 'override' ? 'Override' : 'Accept'} anyway (${length === 1 ? '1 rule' : `${length} rules`})`}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <SignedOutNotice />
        <FlagList {...rules} />
        <p className="text-ink-muted">The decision records which rules it breaks.</p>
      </div>
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
    if (!invalidNote) return onReject({ verb: 'reject', reason, note: note.trim() || null });
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
        <SignedOutNotice />
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
