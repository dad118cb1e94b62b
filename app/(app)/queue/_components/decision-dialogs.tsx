'use client';

import { useEffect, useRef } from 'react';
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
import { ReasonForm } from './reason-form';

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

/** Asks why a recommendation is rejected. */
function RejectDialog({
  row,
  onCancel,
  onReject,
}: {
  readonly row: DecisionTarget;
  readonly onCancel: () => void;
  readonly onReject: (choice: Extract<DecisionChoice, { verb: 'reject' }>) => void;
}) {
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`Reject ${row.recommendedCsm} for ${accountLabel(row)}?`}
      description="The account stays unassigned. This CSM is not recommended for it again for a while."
    >
      <ReasonForm<RejectReason>
        reasons={rejectReasons}
        initial={null}
        submitLabel="Reject"
        onSubmit={(reason, note) => onReject({ verb: 'reject', reason, note })}
        onCancel={onCancel}
      />
    </Dialog>
  );
}
