'use client';

import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import type { UndoableDecision } from '@/app/(app)/_shell/recent-decisions';
import type { BulkChoice, BulkSummary } from '@/app/(app)/queue/bulk-preview';
import type { BulkVerb, SelectedRow } from '@/app/(app)/queue/bulk-queries';
import { BulkDialog } from './bulk-dialog';
import { BulkOutcomesDialog } from './bulk-outcomes-dialog';

/** The dialog that is open. */
export type BulkStep =
  | { readonly kind: 'preview'; readonly verb: BulkVerb }
  /** The outcomes of a bulk decision or of its undo. */
  | { readonly kind: 'outcomes'; readonly bulk: string };

/** The dialogs before and after a bulk decision. */
export function BulkDialogs({
  step,
  rows,
  decided,
  onDecide,
  onUndo,
  onShow,
  onClose,
}: {
  readonly step: BulkStep;
  /** The selected recommendations. */
  readonly rows: readonly SelectedRow[];
  readonly decided: readonly OutboxEntry[];
  readonly onDecide: (choice: BulkChoice, summary: BulkSummary) => void;
  readonly onUndo: (decisions: readonly UndoableDecision[]) => void;
  readonly onShow: (recommendationId: string) => void;
  readonly onClose: () => void;
}) {
  if (step.kind === 'preview') {
    return <BulkDialog verb={step.verb} rows={rows} onCancel={onClose} onDecide={onDecide} />;
  }
  return (
    <BulkOutcomesDialog
      bulk={step.bulk}
      decided={decided}
      onUndo={onUndo}
      onShow={(id) => {
        onClose();
        onShow(id);
      }}
      onClose={onClose}
    />
  );
}
