'use client';

import type { ReactNode } from 'react';
import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import type { UndoableDecision } from '@/app/(app)/_shell/recent-decisions';
import {
  brokenRulesOf,
  failureLabels,
  needsConfirmation,
  successLabels,
} from '@/app/(app)/queue/decision';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useFormat } from '@/components/ui/format-provider';
import { bulkOf } from '@/lib/decisions/bulk';
import { flagLabels } from '@/lib/decisions/labels';

/** The outcome of each row of a bulk decision, or of its undo, of which something was refused. */
export function BulkOutcomesDialog({
  bulk,
  decided,
  onUndo,
  onShow,
  onClose,
}: {
  readonly bulk: string;
  /** Those that the server has confirmed on this page. */
  readonly decided: readonly OutboxEntry[];
  readonly onUndo: (decisions: readonly UndoableDecision[]) => void;
  readonly onShow: (recommendationId: string) => void;
  readonly onClose: () => void;
}) {
  const format = useFormat();
  const { entries, dismiss, resend } = useOutbox();
  const refused = entries.filter(
    ({ requestId, state }) => state === 'refused' && bulkOf(requestId) === bulk,
  );
  const unconfirmed = refused.filter(needsConfirmation);
  const verb = (refused[0] ?? decided[0])?.verb ?? 'accept';
  const { length } = unconfirmed;

  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`${failureLabels[verb]}: ${format.number(refused.length)} of ${format.number(refused.length + decided.length)}`}
      description="Nothing was changed for those below. The others are saved."
      footer={
        <>
          {decided.length > 0 && verb !== 'undo' && (
            <Button
              onClick={() => {
                onUndo(decided);
                onClose();
              }}
            >
              {`Undo the other ${format.number(decided.length)}`}
            </Button>
          )}
          {length > 0 && (
            <Button
              onClick={() => {
                for (const entry of unconfirmed) {
                  resend(entry.requestId, { acknowledged: brokenRulesOf(entry).flags });
                }
                onClose();
              }}
            >
              {`${verb === 'accept' ? 'Accept' : 'Override'} ${format.number(length)} anyway`}
            </Button>
          )}
          <Button
            variant="primary"
            onClick={() => {
              dismiss(...refused.map(({ requestId }) => requestId));
              onClose();
            }}
          >
            Dismiss
          </Button>
        </>
      }
    >
      <ul aria-label={failureLabels[verb]} className="text-sm">
        {refused.map((entry) => (
          <Outcome key={entry.requestId} entry={entry} onShow={onShow}>
            {needsConfirmation(entry)
              ? `Breaks a routing rule: ${format.list(brokenRulesOf(entry).flags.map((flag) => flagLabels[flag].name))}.`
              : entry.error?.message}
          </Outcome>
        ))}
      </ul>
      {decided.length > 0 && (
        <details className="mt-4 text-sm">
          <summary className="w-fit cursor-pointer font-medium">
            {`${successLabels[verb]}: ${format.number(decided.length)}`}
          </summary>
          <ul aria-label={successLabels[verb]}>
            {decided.map((entry) => (
              <Outcome key={entry.requestId} entry={entry} onShow={onShow} />
            ))}
          </ul>
        </details>
      )}
    </Dialog>
  );
}

function Outcome({
  entry,
  onShow,
  children,
}: {
  readonly entry: OutboxEntry;
  readonly onShow: (recommendationId: string) => void;
  /** Why it was refused. */
  readonly children?: ReactNode;
}) {
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <button
        type="button"
        onClick={() => onShow(entry.recommendationId)}
        className="max-w-full truncate text-left font-medium underline-offset-4 hover:underline"
      >
        {entry.label}
      </button>
      {children && <p className="text-ink-muted">{children}</p>}
    </li>
  );
}
