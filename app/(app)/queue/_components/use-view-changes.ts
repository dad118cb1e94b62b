'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { sendJson } from '@/app/(app)/_shared/fetch-json';
import { savedViewsQuery } from '@/app/(app)/queue/saved-views-query';
import type { QueueView } from '@/lib/decisions/queue-views';

type Fields = Pick<QueueView, 'name' | 'query' | 'shared'>;

/** Changes to the saved views on the server. They throw an AppError unless called through `attempt`. */
export function useViewChanges() {
  const client = useQueryClient();
  const [error, setError] = useState<string | null>(null);
  // A retry after a lost response must not save the view twice.
  const [newId] = useState(() => uuid());

  async function send<Value>(...request: Parameters<typeof sendJson>): Promise<Value> {
    setError(null);
    const value = await sendJson<Value>(...request);
    await client.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
    return value;
  }

  return {
    create: (fields: Fields) =>
      send<QueueView>('POST', '/api/queue-views', { ...fields, id: newId }),
    change: ({ id, name, query, shared }: QueueView) =>
      send<QueueView>('PUT', '/api/queue-views', { id, name, query, shared }),
    remove: ({ id }: QueueView) => send('DELETE', `/api/queue-views?id=${encodeURIComponent(id)}`),
    setDefault: (viewId: string | null) => send('PUT', '/api/queue-views/default', { viewId }),
    /** Waits for a change, and keeps its error as a sentence. Returns whether it succeeded. */
    async attempt(change: Promise<unknown>): Promise<boolean> {
      try {
        await change;
        return true;
      } catch (failure) {
        setError(`Not saved. ${(failure as Error).message}`);
        return false;
      }
    },
    error,
  };
}
