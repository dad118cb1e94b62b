'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Decided, MadeDecision, NewDecision, OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { noResponse } from '@/app/(app)/_shared/fetch-json';
import {
  recentDecisionsQuery,
  toUndoable,
  toUndos,
  type UndoableDecision,
} from '@/app/(app)/_shell/recent-decisions';
import { notify } from '@/components/ui/notifications';
import { bulkOf } from '@/lib/decisions/bulk';
import { AppError } from '@/lib/server/errors';

/** The person's latest decision or undo on this page. */
export interface LatestDecision {
  readonly verb: OutboxEntry['verb'];
  /** One, or all of a bulk decision. */
  readonly requests: readonly UndoableDecision[];
  /** Those that the server has confirmed. */
  readonly confirmed: readonly MadeDecision[];
}

/** `u` does not undo an older decision by accident: it shows the list instead. */
const UNDO_KEY_MAX_AGE_MS = 12 * 3_600_000;

/**
 * Sends decisions through the outbox, and undoes them.
 * @param onUndo called with the decisions that are being undone
 * @param onOldDecision called when the latest decision is too old to undo without looking at it
 */
export function useDecisions({
  onUndo,
  onOldDecision,
}: {
  readonly onUndo: (decisions: readonly UndoableDecision[]) => void;
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
      onDecided((decided) => {
        for (const { entry } of decided) {
          if (entry.verb === 'undo') {
            confirmed.current = confirmed.current.filter((one) => one.requestId !== entry.undoes);
          } else confirmed.current.push(entry);
        }
        setLatest((one) => (one && !isUndone(one, decided) ? withConfirmed(one, decided) : null));
        void client.invalidateQueries({ queryKey: ['recent-decisions'] });
      }),
    [client, onDecided],
  );

  function undoDecisions(decisions: readonly UndoableDecision[]) {
    const requests = toUndos(decisions);
    for (const { undoes } of requests) undone.current.add(undoes);
    setLatest({ verb: 'undo', requests, confirmed: [] });
    undo(...requests);
  }

  const canUndo = ({ requestId }: { readonly requestId: string }) =>
    !undone.current.has(requestId) &&
    !entries.some((entry) => entry.verb === 'undo' && entry.undoes === requestId);

  /** The newest decision that can be undone, with the others of the same bulk decision. */
  function newestUndoable<One extends UndoableDecision>(oldestFirst: readonly One[]): One[] {
    const undoable = oldestFirst.filter(canUndo);
    const newest = undoable.at(-1);
    if (!newest) return [];
    const bulk = bulkOf(newest.requestId);
    return bulk ? undoable.filter(({ requestId }) => bulkOf(requestId) === bulk) : [newest];
  }

  /** Undoes the person's latest decision, wherever they made it. */
  async function undoLatest(): Promise<void> {
    const queued = entries.filter(({ verb, state }) => state === 'queued' && verb !== 'undo');
    const known = newestUndoable([...confirmed.current, ...queued]);
    if (known.length > 0) return undoAndShow(known);
    try {
      const { pages } = await client.fetchInfiniteQuery(recentDecisionsQuery(false));
      const recent = pages.flatMap(({ decisions }) => decisions);
      const stored = recent.filter(({ undone }) => !undone).map(toUndoable);
      const newest = newestUndoable(stored.reverse());
      const at = recent.find(({ requestId }) => requestId === newest[0]?.requestId)?.at;
      if (!at) return void notify('info', 'Nothing to undo.', { id: 'nothing-to-undo' });
      if (Date.now() - Date.parse(at) > UNDO_KEY_MAX_AGE_MS) return onOldDecision();
      // Meanwhile, the person may have begun to decide another recommendation.
      if (document.querySelector('dialog[open]')) undoDecisions(newest);
      else undoAndShow(newest);
    } catch (error) {
      const { message } = error instanceof AppError ? error : noResponse(error);
      void notify('danger', `Not undone. ${message}`, { id: 'not-undone' });
    }
  }

  function undoAndShow(decisions: readonly UndoableDecision[]) {
    undoDecisions(decisions);
    onUndo(decisions);
  }

  return {
    /** Null if there is none, or the server refused all of it. */
    latest: latest && isRefused(latest, entries) ? null : latest,
    hideLatest: () => setLatest(null),
    /** Makes one decision, or a bulk decision with one verb. */
    decide(...decisions: readonly [NewDecision, ...NewDecision[]]) {
      const ids = new Set(decisions.map(({ recommendationId }) => recommendationId));
      const replaced = entries.filter(
        ({ state, recommendationId }) => state === 'refused' && ids.has(recommendationId),
      );
      dismiss(...replaced.map(({ requestId }) => requestId));
      setLatest({ verb: decisions[0].verb, requests: decisions, confirmed: [] });
      decide(...decisions);
    },
    /** Undoes a decision, and shows its recommendation. */
    undoAndShow,
    undoLatest: () => void undoLatest(),
  };
}

function withConfirmed(latest: LatestDecision, decided: readonly Decided[]): LatestDecision {
  const ids = new Set(latest.requests.map(({ requestId }) => requestId));
  const made = decided.flatMap(({ entry, decision }) => (ids.has(entry.requestId) ? decision : []));
  return made.length > 0 ? { ...latest, confirmed: [...latest.confirmed, ...made] } : latest;
}

/** Whether all of it was undone, such as in the list of recent decisions. */
function isUndone({ requests }: LatestDecision, decided: readonly Decided[]): boolean {
  const undone = new Set(
    decided.flatMap(({ entry }) => (entry.verb === 'undo' ? entry.undoes : [])),
  );
  return requests.every(({ requestId }) => undone.has(requestId));
}

/** Whether the server refused all of it. */
function isRefused({ requests }: LatestDecision, entries: readonly OutboxEntry[]): boolean {
  const refused = new Set(
    entries.flatMap(({ state, requestId }) => (state === 'refused' ? requestId : [])),
  );
  return requests.every(({ requestId }) => refused.has(requestId));
}
