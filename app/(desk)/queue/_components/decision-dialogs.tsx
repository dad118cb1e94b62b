'use client';

import type { RecordJson, Target } from '../queue-row';
import { ConfirmDialog } from './confirm-dialog';
import type { Intent } from './intent';
import { OverrideDialog } from './override-dialog';
import { RejectDialog } from './reject-dialog';
import { type Doubt, newIntent } from './use-decisions';

/** The step that a decision waits at. */
export type Step =
  | { readonly kind: 'confirm'; readonly doubt: Doubt }
  | { readonly kind: 'override' | 'reject'; readonly row: Target };

/** The questions asked before a decision is made. */
export function DecisionDialogs({
  step,
  record,
  onStep,
  onCommit,
}: {
  readonly step: Step;
  readonly record: RecordJson | undefined;
  readonly onStep: (next: Step | null) => void;
  readonly onCommit: (intent: Intent) => void;
}) {
  const close = () => onStep(null);
  if (step.kind === 'confirm') {
    const { doubt } = step;
    return (
      <ConfirmDialog
        key={doubt.flags.join()}
        doubt={doubt}
        onCancel={close}
        onConfirm={() => onCommit({ ...doubt.intent, acknowledged: doubt.flags })}
      />
    );
  }
  const { row } = step;
  if (step.kind === 'reject') {
    return (
      <RejectDialog
        row={row}
        onCancel={close}
        onReject={(choice) => onCommit(newIntent(row, choice))}
      />
    );
  }
  return (
    <OverrideDialog
      row={row}
      explanation={record?.explanation ?? null}
      onCancel={close}
      onOverride={(choice, doubt) => {
        const intent = newIntent(row, choice);
        if (doubt.flags.length === 0) onCommit(intent);
        else onStep({ kind: 'confirm', doubt: { ...doubt, intent, news: false } });
      }}
    />
  );
}
