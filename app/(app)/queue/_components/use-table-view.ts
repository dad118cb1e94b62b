'use client';

import { useState } from 'react';
import { type QueueParams, type QueueQuery, resolveQuery } from '@/app/(app)/queue/search-params';
import type { TablePreferences } from '@/lib/decisions/queue-preferences';

/** What the table looks like. */
export type TableView = Pick<QueueQuery, 'columns' | 'density'>;

const lookOf = ({ view, columns, density }: QueueParams) => ({ view, columns, density });

/**
 * The columns and the density. They are written to the URL later than they change, and follow it when
 * another saved view is opened.
 */
export function useTableView(params: QueueParams, preferences: TablePreferences) {
  const [look, setLook] = useState(lookOf(params));
  if (look.view !== params.view) setLook(lookOf(params));
  const { columns, density } = resolveQuery({ ...params, ...look }, preferences);
  return {
    view: { columns, density } satisfies TableView,
    /** As the URL should have them. */
    params: { columns: look.columns, density: look.density },
    setView: (next: Partial<TableView>) => setLook({ ...look, ...next }),
    /** Shows the columns and the density of a saved view. */
    open: (opened: QueueParams) => setLook(lookOf(opened)),
  };
}
