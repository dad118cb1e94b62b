'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import type { MadeDecision, NewDecision, OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { noResponse } from '@/app/(app)/_shared/fetch-json';
import { accountLabel } from '@/app/(app)/queue/queue-row';
import { type RecentDecision, recentDecisionsQuery } from '@/app/(app)/queue/recent-decisions';
import { notify } from '@/components/ui/notifications';
import { AppError } from '@/lib/server/errors';

/** What an undo needs to know about its decision. */
export interface UndoableDecision {
  readonly requestId: string;
  readonly recommendationId: string;
  readonly label: string;
}

/** The person's latest decision or undo on this page. */
export interface LatestDecision extends UndoableDecision {
  readonly verb: OutboxEntry['verb'];
  /** Null until the server has confirmed it. */
  readonly confirmed: MadeDecision | null;
}

/** `u` does not undo an older decision by accident: it shows the list instead. */
const UNDO_KEY_MAX_AGE_MS = 12 * 3_600_000;

/**
 * Sends decisions through the outbox, and undoes them.
 * @param onUndo called with the decision that is being undone
 * @param onOldDecision called when the latest decision is too old to undo without looking at it
 */
export function useDecisions({
  onUndo,
  onOldDecision,
}: {
  readonly onUndo: (decision: UndoableDecision) => void;
  readonly onOldDecision: () => void;
}) {
  const client = useQueryClient();
  const { entries, decide, undo, dismiss, onDecided } = useOutbox();
  const [latest, setLatest] = useState<LatestDecision | null>(null);
  /** Decisions confirmed since the page was opened and not undone, oldest first. */
  const confirmed = useRef<UndoableDecision[]>([]);
  /** The request ids of decisions that are being undone. */
  const undone = useRef(new Set<string>());

  useEffect(
    () =>
      onDecided(({ entry, decision }) => {
        const { requestId } = entry;
        if (entry.verb === 'undo') {
          confirmed.current = confirmed.current.filter((one) => one.requestId !== entry.undoes);
        } else confirmed.current.push(entry);
        setLatest((one) => (one?.requestId === requestId ? { ...one, confirmed: decision } : one));
        void client.invalidateQueries({ queryKey: ['recent-decisions'] });
      }),
    [client, onDecided],
  );

  function undoDecision({ requestId, recommendationId, label }: UndoableDecision) {
    const request = { requestId: uuid(), recommendationId, verb: 'undo', label } as const;
    undone.current.add(requestId);
    setLatest({ ...request, confirmed: null });
    undo({ ...request, undoes: requestId });
  }

  const canUndo = ({ requestId }: { readonly requestId: string }) =>
    !undone.current.has(requestId) &&
    !entries.some((entry) => entry.verb === 'undo' && entry.undoes === requestId);

  /** Undoes the person's latest decision, wherever they made it. */
  async function undoLatest(): Promise<void> {
    const queued = entries.filter(({ verb, state }) => state === 'queued' && verb !== 'undo');
    const known = [...confirmed.current, ...queued].findLast(canUndo);
    if (known) return undoAndShow(known);
    try {
      const decisions = await client.fetchQuery(recentDecisionsQuery(false));
      const newest = decisions.find((decision) => !decision.undone && canUndo(decision));
      if (!newest) return void notify('info', 'Nothing to undo.', { id: 'nothing-to-undo' });
      if (Date.now() - Date.parse(newest.at) > UNDO_KEY_MAX_AGE_MS) return onOldDecision();
      undoAndShow(toUndoable(newest));
    } catch (error) {
      const { message } = error instanceof AppError ? error : noResponse(error);
      void notify('danger', `Not undone. ${message}`, { id: 'not-undone' });
    }
  }

  function undoAndShow(decision: UndoableDecision) {
    undoDecision(decision);
    onUndo(decision);
  }

  return {
    latest,
    hideLatest: () => setLatest(null),
    decide(decision: NewDecision) {
      for (const { requestId, recommendationId, state } of entries) {
        if (state === 'refused' && recommendationId === decision.recommendationId) {
          dismiss(requestId);
        }
      }
      const { requestId, recommendationId, label, verb } = decision;
      setLatest({ requestId, recommendationId, label, verb, confirmed: null });
      decide(decision);
    },
    /** Undoes a decision, and shows its recommendation. */
    undoAndShow,
    undo: undoDecision,
    undoLatest: () => void undoLatest(),
  };
}

export function toUndoable(decision: RecentDecision): UndoableDecision {
  const { requestId, recommendationId, csm } = decision;
  const account = accountLabel(decision);
  return { requestId, recommendationId, label: csm ? `${account} → ${csm}` : account };
}
