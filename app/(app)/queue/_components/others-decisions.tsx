'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { departedRows, describeDeparture } from '@/app/(app)/queue/departure';
import type { QueueRow } from '@/app/(app)/queue/queue-row';
import { recordQuery } from '@/app/(app)/queue/recommendation-records';
import type { useQueueRows } from './use-queue-rows';

const SHOWN_MS = 20_000;
/** A run or a bulk decision can remove a whole page: telling about a few is enough. */
const MAX_DESCRIBED = 5;

interface Seen {
  readonly view: string;
  readonly requestedAt: number;
  readonly rows: readonly QueueRow[];
}

/**
 * What others did to rows of the page, for a while: "Ben Ito accepted Acme → Ana Diaz (and 2 more)".
 * Null if nothing.
 */
export function useOthersDecisions(
  queue: Pick<ReturnType<typeof useQueueRows>, 'view' | 'listed' | 'requestedAt' | 'own'>,
): string | null {
  const client = useQueryClient();
  const { view, listed, requestedAt, own } = queue;
  const seen = useRef<Seen>({ view, requestedAt, rows: listed });
  const [news, setNews] = useState<{ readonly text: string } | null>(null);

  useEffect(() => {
    const before = seen.current;
    seen.current = { view, requestedAt, rows: listed };
    // The same rows without some are what the person has just snoozed.
    if (before.view !== view || before.requestedAt === requestedAt) return;
    const departed = departedRows(before.rows, listed, own).slice(0, MAX_DESCRIBED);
    if (departed.length === 0) return;
    const read = (id: string) => client.fetchQuery({ ...recordQuery(id), staleTime: 0 });
    void Promise.allSettled(departed.map(read)).then((results) => {
      const texts = results.flatMap((result) =>
        result.status === 'fulfilled' ? (describeDeparture(result.value.details) ?? []) : [],
      );
      const [first] = texts;
      if (first)
        setNews({ text: texts.length > 1 ? `${first} (and ${texts.length - 1} more)` : first });
    });
  }, [client, view, requestedAt, listed, own]);

  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(() => setNews(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [news]);

  return news?.text ?? null;
}

/** Tells what others decided, in a place that is reserved for it. */
export function OthersDecisions({ text }: { readonly text: string | null }) {
  return (
    <p
      role="status"
      aria-label="Decisions of others"
      data-others-decisions={text ? '' : undefined}
      title={text ?? undefined}
      className="ml-auto min-w-0 truncate text-sm text-ink-muted"
    >
      {text}
    </p>
  );
}
