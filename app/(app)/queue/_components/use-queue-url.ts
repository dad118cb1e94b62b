'use client';

import { useSearchParams } from 'next/navigation';
import { useLayoutEffect, useMemo } from 'react';
import type { QueuePageJson } from '@/app/(app)/queue/queue-row';
import {
  ignoredParams,
  loadQueueParams,
  type QueueParams,
  type QueueQuery,
  queueHref,
  resolveQuery,
} from '@/app/(app)/queue/search-params';
import type { TablePreferences } from '@/lib/decisions/queue-preferences';

/** The queue's parameters in the URL, and descriptions of those that were ignored as invalid. */
export function useQueueParams(): {
  readonly params: QueueParams;
  readonly ignored: readonly string[];
} {
  const search = useSearchParams();
  return useMemo(() => {
    const params = loadQueueParams(search);
    const raw = Object.fromEntries([...search.keys()].map((key) => [key, search.getAll(key)]));
    return { params, ignored: ignoredParams(raw, params) };
  }, [search]);
}

/** The queue's parameters with the person's preferences where the URL says nothing. */
export function useQueueQuery(params: QueueParams, preferences: TablePreferences): QueueQuery {
  return useMemo(() => resolveQuery(params, preferences), [params, preferences]);
}

/** URL state that does not select the rows. */
type ShallowParams = Pick<QueueParams, 'row' | 'columns' | 'density'>;

const URL_WRITE_DELAY_MS = 200;

/** Keeps the URL in sync with the screen, without asking the server to render the page again. */
export function useQueueUrl(params: QueueParams, shallow: ShallowParams, isLoading: boolean) {
  const { row, columns, density } = shallow;
  const inUrl = String(params.columns);

  // A layout effect, which ends together with the page's URL: later, the timer could write to the next
  // page's.
  useLayoutEffect(() => {
    // The row on the screen still belongs to the previous view.
    if (isLoading) return;
    const write = () => {
      const { pathname, search } = window.location;
      const href = queueHref(search || '?', {
        row,
        // Unknown columns stay, and so does the notice about them.
        ...(String(columns) !== inUrl && { columns }),
        density,
      });
      if (href !== search && (href || search)) {
        window.history.replaceState(null, '', `${pathname}${href}`);
      }
    };
    // Write before anything that may navigate: a later change would make the router drop its
    // pending navigation.
    const writeFirst = (event: Event) => {
      if (!(event instanceof KeyboardEvent && event.repeat)) write();
    };
    const timer = setTimeout(write, URL_WRITE_DELAY_MS);
    document.addEventListener('click', writeFirst, { capture: true });
    document.addEventListener('keydown', writeFirst, { capture: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('click', writeFirst, { capture: true });
      document.removeEventListener('keydown', writeFirst, { capture: true });
    };
  }, [isLoading, row, columns, density, inUrl]);

  const hrefWith = (change: Partial<QueueParams>) =>
    queueHref('/queue', { ...params, columns, density, page: 1, row: null, ...change });

  /** Shows the queue with changed parameters, from page 1. */
  const setQuery = (change: Partial<QueueParams>) =>
    window.history.replaceState(null, '', hrefWith(change));

  return {
    hrefWith,
    setQuery,
    /** Shows the page after or before the one on the screen. Returns false if there is none. */
    turnPage(by: 1 | -1, shown: Pick<QueuePageJson, 'page' | 'pages'> | undefined): boolean {
      if (!shown || isLoading) return false;
      const page = shown.page + by;
      if (page < 1 || page > shown.pages) return false;
      setQuery({ page });
      return true;
    },
  };
}
