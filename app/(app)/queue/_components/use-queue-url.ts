'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';
import { type QueueQuery, queueHref } from '@/app/(app)/queue/search-params';

/** What of the address the page knows by itself, without asking the server. */
export type ShallowParams = Pick<QueueQuery, 'row' | 'columns' | 'density'>;

const URL_WRITE_DELAY_MS = 200;

/**
 * Keeps the address saying what is on the screen: what the server must answer goes through the
 * router, the rest is only written down.
 */
export function useQueueUrl(query: QueueQuery, shallow: ShallowParams, deciding: boolean) {
  const router = useRouter();
  const [asking, startAsking] = useTransition();
  const { row, columns, density } = shallow;

  useEffect(() => {
    // Writing an address would make the router drop what it is waiting for.
    if (asking || deciding) return;
    const write = () => {
      const { pathname, search } = window.location;
      const href = queueHref(search || '?', { row, columns, density });
      if (href !== search && (href || search)) {
        window.history.replaceState(null, '', `${pathname}${href}`);
      }
    };
    // Whatever may lead to another page comes after the address, lest the way there be dropped.
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
  }, [asking, deciding, row, columns, density]);

  /** Asks the server for another view; a change of what is listed starts at its first page. */
  function ask(change: Partial<QueueQuery>) {
    const next = { ...query, columns, density, page: 1, row: null, ...change };
    startAsking(() => router.replace(queueHref('/queue', next), { scroll: false }));
  }

  return {
    asking,
    ask,
    pageHref: (page: number) =>
      queueHref('/queue', { ...query, columns, density, page, row: null }),
  };
}
