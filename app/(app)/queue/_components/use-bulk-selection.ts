'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { noResponse } from '@/app/(app)/_shared/fetch-json';
import { fetchMatching, fetchStillPending, type SelectedRow } from '@/app/(app)/queue/bulk-queries';
import { announce, notify } from '@/components/ui/notifications';
import { MAX_REQUESTS } from '@/lib/decisions/bulk';
import { AppError } from '@/lib/server/errors';
import { VIEWER_MESSAGE } from './use-decision-actions';
import type { useQueueRows } from './use-queue-rows';

const noRows: ReadonlyMap<string, SelectedRow> = new Map();

/**
 * Tracks the recommendations that are selected for a bulk decision, on any page. They stay selected
 * until they are decided, here or by others.
 */
export function useBulkSelection({
  queue: { rows, changes, page },
  canDecide,
}: {
  readonly queue: Pick<ReturnType<typeof useQueueRows>, 'rows' | 'changes' | 'page'>;
  readonly canDecide: boolean;
}) {
  const [selected, setSelected] = useState(noRows);
  /** The row that was toggled last, where a range starts. */
  const anchor = useRef<string | null>(null);

  const keep = (isKept: (id: string) => boolean) =>
    setSelected((all) => new Map([...all].filter(([id]) => isKept(id))));
  const isDecided = (id: string) => changes.get(id) === 'removed';
  if ([...selected.keys()].some(isDecided)) keep((id) => !isDecided(id));

  const { data: pending } = useQuery({
    // Any change of the queue may be a decision by someone else.
    queryKey: ['still-pending', page?.changeNumber],
    queryFn: async ({ signal }) => {
      const asked = [...selected.keys()];
      return { asked, found: await fetchStillPending(asked, signal) };
    },
    enabled: selected.size > 0,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (!pending) return;
    const gone = new Set(pending.asked.filter((id) => !pending.found.has(id)));
    if (gone.size > 0) {
      setSelected((all) => new Map([...all].filter(([id]) => !gone.has(id))));
    }
  }, [pending]);

  function add(added: readonly SelectedRow[]) {
    const next = [...new Map([...selected, ...byId(added)])];
    update(new Map(next.slice(0, MAX_REQUESTS)));
    if (next.length > MAX_REQUESTS) {
      const text = `Select at most ${MAX_REQUESTS} recommendations at once.`;
      void notify('info', text, { id: 'selection-limit' });
    }
  }

  function update(next: ReadonlyMap<string, SelectedRow>) {
    setSelected(next);
    announce(`${next.size} selected`);
  }

  const without = (removed: readonly SelectedRow[]) => {
    const ids = new Set(removed.map(({ id }) => id));
    return new Map([...selected].filter(([id]) => !ids.has(id)));
  };
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  const some = rows.some(({ id }) => selected.has(id));
  const ofPage: 'all' | 'some' | 'none' = all ? 'all' : some ? 'some' : 'none';

  return {
    selected,
    ids: new Set(selected.keys()),
    count: selected.size,
    /** Which of the page's rows are selected. */
    ofPage,
    /** Selects a row, or no longer does. */
    toggle(id: string | null) {
      if (!canDecide) return announce(VIEWER_MESSAGE);
      const row = rows.find((each) => each.id === id);
      if (!row) return;
      anchor.current = row.id;
      if (selected.has(row.id)) update(without([row]));
      else add([row]);
    },
    /** Selects the rows from the one that was toggled last to this one. */
    selectRangeTo(id: string | null) {
      if (!canDecide) return announce(VIEWER_MESSAGE);
      const to = rows.findIndex((row) => row.id === id);
      if (to < 0) return;
      const found = rows.findIndex((row) => row.id === anchor.current);
      const from = found < 0 ? to : found;
      anchor.current = id;
      add(rows.slice(Math.min(from, to), Math.max(from, to) + 1));
    },
    /** Selects the page's rows, or none of them if all are selected. */
    togglePage: () => (all ? update(without(rows)) : add(rows)),
    /** Adds what matches a view, over all pages, as far as one bulk decision can hold it. */
    async selectMatching(view: string) {
      try {
        const { rows: matching } = await fetchMatching(view);
        const next = [...new Map([...byId(matching), ...selected])];
        update(new Map(next.slice(0, MAX_REQUESTS)));
      } catch (error) {
        const { message } = error instanceof AppError ? error : noResponse(error);
        void notify('danger', `Not selected. ${message}`, { id: 'not-selected' });
      }
    },
    /** Removes recommendations that can no longer be decided. */
    remove: (ids: readonly string[]) => keep((id) => !ids.includes(id)),
    clear() {
      anchor.current = null;
      if (selected.size > 0) update(noRows);
    },
  };
}

const byId = (rows: readonly SelectedRow[]) => rows.map((row) => [row.id, row] as const);

export type BulkSelection = ReturnType<typeof useBulkSelection>;
