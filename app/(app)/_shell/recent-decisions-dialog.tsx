'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useState } from 'react';
import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import { RecommendationStateBadge } from '@/app/(app)/_shared/status-marks';
import { failureLabels } from '@/app/(app)/queue/decision';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { bulkOf } from '@/lib/decisions/bulk';
import { decisionStates } from '@/lib/decisions/labels';
import {
  type RecentDecision,
  recentDecisionsQuery,
  toUndoable,
  toUndos,
  type UndoableDecision,
} from './recent-decisions';

/** Decisions in the warehouse and in the outbox, each with an undo while it is in effect. */
export function RecentDecisionsDialog({
  canDecide,
  onShow,
  onClose,
}: {
  readonly canDecide: boolean;
  readonly onShow: (recommendationId: string) => void;
  readonly onClose: () => void;
}) {
  // A viewer has no decisions of their own.
  const [everyone, setEveryone] = useState(!canDecide);
  const list = useInfiniteQuery(recentDecisionsQuery(everyone));
  const { error, refetch } = list;
  const data = list.data?.pages.flatMap(({ decisions }) => decisions);
  const older = list.data?.pages.at(-1)?.older ?? 0;
  const { entries, undo, dismiss } = useOutbox();
  const format = useFormat();
  const undoOf = (requestId: string) =>
    entries.findLast((entry) => entry.verb === 'undo' && entry.undoes === requestId);
  const queued = entries.filter(({ verb, state }) => state === 'queued' && verb !== 'undo');
  const refused = entries.filter(({ verb, state }) => state === 'refused' && verb !== 'undo');
  const isEmpty = data?.length === 0 && queued.length === 0 && refused.length === 0;

  /** The decisions of a bulk decision that can still be undone; none before all of it is loaded. */
  const undoableWith = ({ requestId }: RecentDecision) => {
    const bulk = bulkOf(requestId);
    if (older > 0 && bulkOf(data?.at(-1)?.requestId ?? '') === bulk) return [];
    return (data ?? [])
      .filter((each) => bulk && bulkOf(each.requestId) === bulk && !each.undone)
      .map(toUndoable)
      .filter((each) => undoOf(each.requestId)?.state !== 'queued');
  };

  const undoButton = (decision: UndoableDecision) => {
    const isUndoing = undoOf(decision.requestId)?.state === 'queued';
    return (
      canDecide && (
        <Button
          size="sm"
          busy={isUndoing}
          aria-label={`Undo: ${decision.label}`}
          onClick={() => undo(...toUndos([decision]))}
        >
          Undo
        </Button>
      )
    );
  };

  return (
    <Dialog open onClose={onClose} title="Recently decided" size="lg">
      <div className="grid min-h-64 content-start gap-3">
        <SignedOutNotice />
        <Checkbox
          label="Include everyone’s decisions"
          checked={everyone}
          onChange={(event) => setEveryone(event.target.checked)}
        />
        {error && (
          <Alert
            tone="danger"
            title="Could not load the decisions"
            actions={
              <Button size="sm" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          >
            {error.message}
          </Alert>
        )}
        {!data && !error && <Skeleton className="h-9" />}
        {isEmpty && <p className="text-ink-muted">No decisions in the last week.</p>}
        <ul aria-label="Decisions">
          {[...refused].reverse().map((entry) => (
            <DecisionItem
              key={entry.requestId}
              badge={<Badge tone="danger">{failureLabels[entry.verb]}</Badge>}
              label={entry.label}
              note={entry.error?.message}
              onShow={() => onShow(entry.recommendationId)}
              at={entry.createdAt}
              action={
                <Button
                  size="sm"
                  aria-label={`Dismiss: ${entry.label}`}
                  onClick={() => dismiss(entry.requestId)}
                >
                  Dismiss
                </Button>
              }
            />
          ))}
          {[...queued].reverse().map((entry) => (
            <DecisionItem
              key={entry.requestId}
              badge={<Badge>Saving</Badge>}
              label={entry.label}
              onShow={() => onShow(entry.recommendationId)}
              at={entry.createdAt}
              action={undoButton(entry)}
            />
          ))}
          {data?.map((decision, index) => (
            <Fragment key={decision.decisionId}>
              {canDecide &&
                bulkOf(decision.requestId) !== bulkOf(data[index - 1]?.requestId ?? '') && (
                  <BulkUndo
                    decisions={undoableWith(decision)}
                    onUndo={(all) => undo(...toUndos(all))}
                  />
                )}
              <DecisionItem
                badge={<RecommendationStateBadge state={decisionStates[decision.verb]} />}
                label={toUndoable(decision).label}
                note={noteOf(decision, everyone)}
                onShow={() => onShow(decision.recommendationId)}
                at={decision.at}
                action={decision.undone ? <Badge>Undone</Badge> : undoButton(toUndoable(decision))}
                undo={undoOf(decision.requestId)}
                onDismiss={dismiss}
              />
            </Fragment>
          ))}
        </ul>
        {older > 0 && (
          <Button
            className="justify-self-center"
            busy={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {`Show more (${format.number(older)} older)`}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function noteOf({ verb, recommendedCsm, byName }: RecentDecision, everyone: boolean): string {
  const instead = verb === 'override' ? `instead of ${recommendedCsm}` : '';
  return [instead, everyone ? `by ${byName}` : ''].filter(Boolean).join(', ');
}

/** Undoes what is left of a bulk decision, above its rows. */
function BulkUndo({
  decisions,
  onUndo,
}: {
  readonly decisions: readonly UndoableDecision[];
  readonly onUndo: (decisions: readonly UndoableDecision[]) => void;
}) {
  const format = useFormat();
  if (decisions.length < 2) return null;
  const count = format.number(decisions.length);
  return (
    <li className="flex min-h-11 items-center justify-between gap-3 border-b border-line text-sm text-ink-muted">
      {`${count} decided together`}
      <Button size="sm" onClick={() => onUndo(decisions)}>
        {`Undo all ${count}`}
      </Button>
    </li>
  );
}

function DecisionItem({
  badge,
  label,
  note,
  at,
  action,
  undo,
  onShow,
  onDismiss,
}: {
  readonly badge: ReactNode;
  /** The account and its new CSM, if any. */
  readonly label: string;
  readonly note?: string | undefined;
  readonly at: string | number;
  readonly action: ReactNode;
  readonly undo?: OutboxEntry | undefined;
  readonly onShow: () => void;
  readonly onDismiss?: (requestId: string) => void;
}) {
  return (
    <li className="flex min-h-11 flex-col justify-center border-b border-line py-1.5 text-sm">
      <div className="grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3 gap-y-1 sm:grid-cols-[6rem_minmax(0,1fr)_6rem_4.5rem]">
        <span className="max-sm:order-3">{badge}</span>
        <span className="min-w-0">
          <button
            type="button"
            onClick={onShow}
            className="max-w-full truncate text-left font-medium underline-offset-4 hover:underline"
          >
            {label}
          </button>
          {note && <span className="block text-xs text-ink-muted">{note}</span>}
        </span>
        <Time at={at} className="text-xs text-ink-muted max-sm:order-4 max-sm:text-right" />
        <span className="flex justify-end">{action}</span>
      </div>
      {undo?.state === 'refused' && (
        <p role="alert" className="mt-1 flex items-center gap-2 text-danger">
          {`${failureLabels.undo}. ${undo.error?.message}`}
          <Button size="sm" onClick={() => onDismiss?.(undo.requestId)}>
            Dismiss
          </Button>
        </p>
      )}
    </li>
  );
}
