import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { toSerialized } from '@/app/(app)/_shared/serialized';
import type { RecommendationDetails } from '@/lib/decisions/recommendation-details';
import { AppError } from '@/lib/server/errors';
import type { RecommendationDetailsJson } from './queue-row';

/** A recommendation's record, and when it was requested. */
export interface LoadedRecord {
  readonly details: RecommendationDetailsJson;
  /** A `performance.now()` of this tab, or 0 for the server's render. */
  readonly requestedAt: number;
}

/** A record stays current until its row has another version. */
export function recordQuery(id: string) {
  return queryOptions({
    queryKey: ['recommendation', id],
    queryFn: () => loadRecord(id),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The server's render of a record, in the form in which the browser reads it. */
export function renderedRecord(details: RecommendationDetails): LoadedRecord {
  return { details: toSerialized(details), requestedAt: 0 };
}

type Waiting = Map<string, (result: Promise<LoadedRecord>) => void>;

let waiting: Waiting | null = null;

/** Reads a record. Those that are requested at the same time take one request. */
function loadRecord(id: string): Promise<LoadedRecord> {
  if (!waiting) {
    const batch: Waiting = new Map();
    waiting = batch;
    setTimeout(() => {
      waiting = null;
      const loading = readRecords([...batch.keys()]);
      for (const [one, resolve] of batch) resolve(loading.then((found) => recordOf(found, one)));
    });
  }
  const batch = waiting;
  return new Promise((resolve) => batch.set(id, resolve));
}

async function readRecords(ids: readonly string[]): Promise<ReadonlyMap<string, LoadedRecord>> {
  const requestedAt = performance.now();
  const found = await fetchJson<readonly RecommendationDetailsJson[]>(
    `/api/recommendations?ids=${ids.join()}`,
  );
  return new Map(
    found.map((details) => [details.recommendation.id, { details, requestedAt }] as const),
  );
}

function recordOf(found: ReadonlyMap<string, LoadedRecord>, id: string): LoadedRecord {
  const record = found.get(id);
  if (!record) throw new AppError('not_found', 'This recommendation does not exist.');
  return record;
}

/** The record of an id in the cache, unless it was marked as outdated. */
export function cachedRecord(client: QueryClient, id: string): LoadedRecord | undefined {
  const state = client.getQueryState<LoadedRecord>(recordQuery(id).queryKey);
  return state?.isInvalidated ? undefined : state?.data;
}
