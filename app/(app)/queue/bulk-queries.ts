import { queryOptions } from '@tanstack/react-query';
import { fetchJson, sendJson } from '@/app/(app)/_shared/fetch-json';
import type { Serialized } from '@/app/(app)/_shared/serialized';
import type { PreviewedDecision } from '@/lib/decisions/preview-decisions';
import type { listMatching, SelectableRow } from '@/lib/decisions/queue-selection';

/** What a person can do with several recommendations at once. */
export type BulkVerb = 'accept' | 'reject';

/** A selected recommendation. */
export type SelectedRow = Serialized<SelectableRow>;

type Preview = Serialized<PreviewedDecision>;

/** Reads what matches a view of the queue, over all pages. */
export function fetchMatching(view: string) {
  return fetchJson<Serialized<Awaited<ReturnType<typeof listMatching>>>>(
    `/api/queue/matching${view}`,
  );
}

/** Reads which of these recommendations are still pending. */
export async function fetchStillPending(ids: readonly string[], signal: AbortSignal) {
  const { recommendationIds } = await fetchJson<{ readonly recommendationIds: readonly string[] }>(
    `/api/queue/still-pending?ids=${ids.join(',')}`,
    signal,
  );
  return new Set(recommendationIds);
}

/** What would become of a bulk decision. Any change of the queue makes it outdated. */
export function previewQuery(verb: BulkVerb, ids: readonly string[]) {
  return queryOptions({
    queryKey: ['bulk-preview', verb, ids],
    queryFn: async () => {
      const { previews } = await sendJson<{ readonly previews: readonly Preview[] }>(
        'POST',
        '/api/decisions/preview',
        { verb, recommendationIds: ids },
      );
      return previews;
    },
    gcTime: 0,
  });
}
