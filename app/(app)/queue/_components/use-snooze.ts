'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sendJson } from '@/app/(app)/_shared/fetch-json';
import type { QueueSnapshot } from '@/app/(app)/queue/queue-query';
import { accountLabel, type DecisionTarget } from '@/app/(app)/queue/queue-row';
import { useFormat } from '@/components/ui/format-provider';
import { announce, notify } from '@/components/ui/notifications';

/** A time (ISO 8601), `ready` (until the flags clear), or `now` to return it to the queue. */
export type SnoozeUntil = string;

interface SnoozeRequest {
  readonly recommendationIds: readonly string[];
  readonly until: SnoozeUntil;
  /** What is snoozed, for messages. */
  readonly label: string;
}

/**
 * Takes recommendations out of the queue for a while, and returns them. Their rows disappear at once.
 * @param onLeave called with the recommendation whose row is about to disappear
 */
export function useSnooze(canDecide: boolean, onLeave: (id: string) => void) {
  const client = useQueryClient();
  const format = useFormat();
  /** What the dialog asks about. */
  const [asked, setAsked] = useState<DecisionTarget | null>(null);

  async function send(request: SnoozeRequest): Promise<void> {
    const { recommendationIds, until, label } = request;
    const queries = { queryKey: ['queue'] };
    // A response that is on its way would bring the rows back.
    await client.cancelQueries(queries);
    client.setQueriesData<QueueSnapshot>(queries, (snapshot) =>
      snapshot ? without(snapshot, recommendationIds) : snapshot,
    );
    try {
      await sendJson('POST', '/api/snoozes', { recommendationIds, until });
      const undo = { label: 'Undo', run: () => void send({ ...request, until: 'now' }) };
      if (until === 'now') void notify('ok', `Back in the queue: ${label}`);
      else void notify('ok', `Snoozed until ${endOf(until)}: ${label}`, { action: undo });
    } catch (error) {
      void notify('danger', `${until === 'now' ? 'Not returned' : 'Not snoozed'}: ${label}`, {
        description: (error as Error).message,
      });
    } finally {
      void client.invalidateQueries(queries);
    }
  }

  const endOf = (until: SnoozeUntil) =>
    until === 'ready' ? 'it is ready' : format.clock(new Date(until), Date.now());

  return {
    /** Asks until when, or returns a snoozed recommendation to the queue. */
    ask(target: DecisionTarget | null) {
      if (!canDecide) return announce('You are a viewer. Only managers can snooze.');
      if (target?.state !== 'pending') return announce('No pending recommendation is selected.');
      if (!target.snoozed) return setAsked(target);
      onLeave(target.id);
      const label = accountLabel(target);
      void send({ recommendationIds: [target.id], until: 'now', label });
    },
    /** Props of the dialog, if it is open. */
    dialog: asked && {
      target: asked,
      onClose: () => setAsked(null),
      onSnooze(until: SnoozeUntil) {
        setAsked(null);
        onLeave(asked.id);
        void send({ recommendationIds: [asked.id], until, label: accountLabel(asked) });
      },
    },
  };
}

function without({ page, ...rest }: QueueSnapshot, ids: readonly string[]): QueueSnapshot {
  const rows = page.rows.filter(({ id }) => !ids.includes(id));
  const left = page.rows.length - rows.length;
  return { ...rest, page: { ...page, rows, matching: page.matching - left } };
}
