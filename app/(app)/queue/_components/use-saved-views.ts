'use client';

import { useQuery } from '@tanstack/react-query';
import { differsFrom, paramsOf } from '@/app/(app)/queue/saved-views';
import { savedViewsQuery } from '@/app/(app)/queue/saved-views-query';
import type { QueueParams, QueueQuery } from '@/app/(app)/queue/search-params';
import type { QueueView } from '@/lib/decisions/queue-views';

/** The saved views, and which of them the screen shows. */
export interface SavedViews {
  readonly views: readonly QueueView[];
  readonly defaultViewId: string | null;
  /** Null while all pending recommendations are shown, or a view that does not exist anymore. */
  readonly current: QueueView | null;
  /** Whether the screen differs from the current view. */
  readonly isModified: boolean;
  /** What the screen shows. */
  readonly query: QueueQuery;
  /** Reads the views again: someone else may have shared one. */
  readonly refresh: () => void;
  /** Opens a view; null opens all pending recommendations. */
  readonly open: (view: QueueView | null) => void;
  /** Says that the screen now shows this view, without changing anything else; null for none. */
  readonly mark: (id: string | null) => void;
}

/** @param show shows the queue with these parameters */
export function useSavedViews(
  query: QueueQuery,
  show: (params: Partial<QueueParams>) => void,
): SavedViews {
  const { data, refetch } = useQuery(savedViewsQuery);
  const views = data?.views ?? [];
  const current = views.find(({ id }) => id === query.view) ?? null;
  return {
    views,
    defaultViewId: data?.defaultViewId ?? null,
    current,
    isModified: differsFrom(current, query),
    query,
    refresh: () => void refetch(),
    open: (view) => show(paramsOf(view)),
    mark(id) {
      const { sort, size, columns, density, page } = query;
      show({ view: id, sort: [...sort], size, columns, density, page });
    },
  };
}
