'use client';

import { useEffect, useRef, useState } from 'react';
import { sendJson } from '@/app/(app)/_shared/fetch-json';
import { isSavedView, type QueueParams } from '@/app/(app)/queue/search-params';
import { notify } from '@/components/ui/notifications';
import type { TablePreferences } from '@/lib/decisions/queue-preferences';

const SAVE_DELAY_MS = 800;

/**
 * How the person set the table: first as rendered by the server, then as they change it. Saves changes
 * on the server, debounced. What they change in a saved view belongs to the view.
 */
export function useTablePreferences(rendered: TablePreferences, { view }: QueueParams) {
  const [preferences, setPreferences] = useState(rendered);
  const unsaved = useRef<TablePreferences | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const save = () => saveUnsaved(unsaved);
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, []);

  return {
    preferences,
    remember(change: Partial<QueueParams>) {
      const changed = changedPreferences(change);
      if (isSavedView(view) || Object.keys(changed).length === 0) return;
      const next = { ...preferences, ...changed };
      setPreferences(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => saveUnsaved(unsaved), SAVE_DELAY_MS);
    },
  };
}

function changedPreferences(change: Partial<QueueParams>): Partial<TablePreferences> {
  const { sort, columns, density, size } = change;
  return {
    ...(sort !== undefined && { sort: sort && [...sort] }),
    ...(columns !== undefined && { columns }),
    ...(density !== undefined && { density }),
    ...(size !== undefined && { pageSize: size }),
  };
}

function saveUnsaved(unsaved: { current: TablePreferences | null }): void {
  const { current } = unsaved;
  if (!current) return;
  unsaved.current = null;
  sendJson('PUT', '/api/queue/preferences', current).catch(({ message }: Error) =>
    notify('warn', 'The settings of the table are not saved for your next visit.', {
      id: 'table-preferences',
      description: message,
    }),
  );
}
