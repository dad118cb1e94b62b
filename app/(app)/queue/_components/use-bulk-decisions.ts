'use client';

import { useEffect, useState } from 'react';
import type { NewDecision, OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import type { BulkChoice, BulkSummary } from '@/app/(app)/queue/bulk-preview';
import { newDecision } from '@/app/(app)/queue/decision';
import { buildRequests, bulkOf } from '@/lib/decisions/bulk';
import type { BulkStep } from './bulk-dialogs';
import type { BulkSelection } from './use-bulk-selection';

/** Decides the selected recommendations together, and keeps the outcome of each. */
export function useBulkDecisions({
  selection,
  view,
  onDecide,
  onLeave,
  onClear,
}: {
  readonly selection: BulkSelection;
  /** The URL parameters that select the rows of the queue. */
  readonly view: string;
  readonly onDecide: (...decisions: readonly [NewDecision, ...NewDecision[]]) => void;
  /** Called with the recommendations that are about to be decided, before their rows disappear. */
  readonly onLeave: (ids: readonly string[]) => void;
  /** Called when the bar has cleared the selection and disappears. */
  readonly onClear: () => void;
}) {
  const [step, setStep] = useState<BulkStep | null>(null);
  const decided = useDecidedByBulk();
  const hasSelection = selection.count > 0;

  function decide(choice: BulkChoice, { sent, skipped }: BulkSummary) {
    setStep(null);
    const [first, ...others] = buildRequests(sent, ({ row, acknowledged }, requestId) =>
      newDecision(row, choice, { requestId, acknowledged, dwellMs: null }),
    );
    if (!first) return;
    selection.remove(skipped.map(({ row }) => row.id));
    onLeave(sent.map(({ row }) => row.id));
    onDecide(first, ...others);
  }

  const accept = () => setStep({ kind: 'preview', verb: 'accept' });
  const reject = () => setStep({ kind: 'preview', verb: 'reject' });

  return {
    /** What replaces the actions of a single recommendation while several are selected. */
    actions: hasSelection ? { accept, reject } : null,
    /** Props of the bar, if anything is selected. */
    bar: hasSelection
      ? {
          count: selection.count,
          onSelectMatching: () => void selection.selectMatching(view),
          onAccept: accept,
          onReject: reject,
          onClear() {
            selection.clear();
            onClear();
          },
        }
      : null,
    showOutcomes: (bulk: string) => setStep({ kind: 'outcomes', bulk }),
    /** Props of the open dialog, if any. */
    dialog: step && {
      step,
      rows: [...selection.selected.values()],
      decided: step.kind === 'outcomes' ? (decided.get(step.bulk) ?? []) : [],
      onClose: () => setStep(null),
      onDecide: decide,
    },
  };
}

/** The entries of bulk decisions that the server has confirmed on this page, by bulk decision. */
function useDecidedByBulk(): ReadonlyMap<string, readonly OutboxEntry[]> {
  const { onDecided } = useOutbox();
  const [byBulk, setByBulk] = useState<ReadonlyMap<string, readonly OutboxEntry[]>>(new Map());
  useEffect(
    () =>
      onDecided((decided) => {
        setByBulk((all) => {
          const next = new Map(all);
          for (const { entry } of decided) {
            const bulk = bulkOf(entry.requestId);
            if (bulk) next.set(bulk, [...(next.get(bulk) ?? []), entry]);
          }
          return next;
        });
      }),
    [onDecided],
  );
  return byBulk;
}
