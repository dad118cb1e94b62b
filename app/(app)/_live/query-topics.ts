import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Topic } from '@/lib/read-model/change-feed';
import { queueChanged } from './queue-changes';

/** The queries that a change of each topic makes outdated, by the start of their keys. */
const queriesByTopic: Readonly<Record<Topic, readonly QueryKey[]>> = {
  queue: [['queue'], ['recent-decisions'], ['pending-count'], ['bulk-preview']],
  runs: [['runs']],
  reviews: [['reviews']],
  notes: [['recommendation']],
  company: [['candidates'], ['routable-accounts']],
};

/**
 * Marks the queries of these topics as outdated, and refetches those on the page. A queue page reads its
 * rows again by itself, and with them the pending count and the records whose rows have changed.
 */
export function invalidateTopics(client: QueryClient, topics: readonly Topic[]): void {
  const hasQueue =
    client.getQueryCache().findAll({ queryKey: ['queue'], type: 'active' }).length > 0;
  const isReadByQueue = ([name]: QueryKey) =>
    name === 'queue' || (hasQueue && name === 'pending-count');
  // Two calls, so that a query of several topics is refetched once.
  void client.invalidateQueries({
    predicate: ({ queryKey }) => isAffected(queryKey, topics) && !isReadByQueue(queryKey),
  });
  void client.invalidateQueries({
    predicate: ({ queryKey }) => isAffected(queryKey, topics) && isReadByQueue(queryKey),
    refetchType: 'none',
  });
  if (topics.includes('queue')) queueChanged();
}

/** Whether a change of these topics makes the query outdated. */
export function isAffected(query: QueryKey, topics: readonly Topic[]): boolean {
  return topics.some((topic) =>
    queriesByTopic[topic].some((key) => key.every((part, index) => query[index] === part)),
  );
}
