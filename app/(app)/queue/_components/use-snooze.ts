'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
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

  const { mutate } = useMutation({
    networkMode: 'always',
    mutationFn: ({ recommendationIds, until }: SnoozeRequest) =>
      sendJson('POST', '/api/snoozes', { recommendationIds, until }),
    async onMutate({ recommendationIds }) {
      // A response that is on its way would bring the rows back.
      await client.cancelQueries({ queryKey: ['queue'] });
      client.setQueriesData<QueueSnapshot>({ queryKey: ['queue'] }, (snapshot) =>
        snapshot ? without(snapshot, recommendationIds) : snapshot,
      );
    },
    onSuccess(_, request) {
      const { until, label } = request;
      if (until === 'now') return void notify('ok', `Back in the queue: ${label}`);
      const end =
        until === 'ready'
          ? 'until it is ready'
          : `until ${format.clock(new Date(until), Date.now())}`;
      void notify('ok', `Snoozed ${end}: ${label}`, {
        action: { label: 'Undo', run: () => mutate({ ...request, until: 'now' }) },
      });
    },
    onError: (error, { label, until }) =>
      void notify('danger', `${until === 'now' ? 'Not returned' : 'Not snoozed'}: ${label}`, {
        description: error.message,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['queue'] }),
  });

  return {
    /** Asks until when, or returns a snoozed recommendation to the queue. */
    ask(target: DecisionTarget | null) {
      if (!canDecide) return announce('You are a viewer. Only managers can snooze.');
      if (target?.state !== 'pending') return announce('No pending recommendation is selected.');
      if (!target.snoozed) return setAsked(target);
      onLeave(target.id);
      const label = accountLabel(target);
      mutate({ recommendationIds: [target.id], until: 'now', label });
    },
    /** Props of the dialog, if it is open. */
    dialog: asked && {
      target: asked,
      onClose: () => setAsked(null),
      onSnooze(until: SnoozeUntil) {
        setAsked(null);
        onLeave(asked.id);
        mutate({ recommendationIds: [asked.id], until, label: accountLabel(asked) });
      },
    },
  };
}

function without({ page, ...rest }: QueueSnapshot, ids: readonly string[]): QueueSnapshot {
  const rows = page.rows.filter(({ id }) => !ids.includes(id));
  const left = page.rows.length - rows.length;
  return { ...rest, page: { ...page, rows, matching: page.matching - left } };
}
