'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';
import { type QueueQuery, queueHref } from '@/app/(app)/queue/search-params';

/** URL state that the page applies without asking the server. */
type ShallowParams = Pick<QueueQuery, 'row' | 'columns' | 'density'>;

const URL_WRITE_DELAY_MS = 200;

/**
 * Keeps the URL in sync with the screen. Changes that the server must answer go through the router;
 * shallow ones only replace the current history entry.
 */
export function useQueueUrl(query: QueueQuery, shallow: ShallowParams, isDeciding: boolean) {
  const router = useRouter();
  const [isLoading, startLoading] = useTransition();
  const { row, columns, density } = shallow;

  useEffect(() => {
    // A history change would make the router drop its pending navigation or action.
    if (isLoading || isDeciding) return;
    const write = () => {
      const { pathname, search } = window.location;
      const href = queueHref(search || '?', { row, columns, density });
      if (href !== search && (href || search)) {
        window.history.replaceState(null, '', `${pathname}${href}`);
      }
    };
    // Write before anything that may navigate, so that the write cannot cancel the navigation.
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
  }, [isLoading, isDeciding, row, columns, density]);

  /** Loads the queue with changed parameters, starting at page 1. */
  function setQuery(change: Partial<QueueQuery>) {
    const next = { ...query, columns, density, page: 1, row: null, ...change };
    startLoading(() => router.replace(queueHref('/queue', next), { scroll: false }));
  }

  return {
    isLoading,
    setQuery,
    pageHref: (page: number) =>
      queueHref('/queue', { ...query, columns, density, page, row: null }),
  };
}
