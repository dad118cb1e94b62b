import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Topic } from '@/lib/read-model/change-feed';

/** The queries that a change of each topic makes outdated, by the start of their keys. */
const queriesByTopic: Readonly<Record<Topic, readonly QueryKey[]>> = {
  queue: [['queue'], ['recommendation'], ['recent-decisions'], ['pending-count']],
  runs: [['runs']],
  reviews: [['reviews'], ['recommendation']],
  notes: [['recommendation']],
  company: [['candidates'], ['routable-accounts']],
};

/** Marks the queries of these topics as outdated, and refetches those on the page. */
export function invalidateTopics(client: QueryClient, topics: readonly Topic[]): void {
  // One call, so that a query of several topics is refetched once.
  void client.invalidateQueries({ predicate: ({ queryKey }) => isAffected(queryKey, topics) });
}

/** Whether a change of these topics makes the query outdated. */
export function isAffected(query: QueryKey, topics: readonly Topic[]): boolean {
  return topics.some((topic) =>
    queriesByTopic[topic].some((key) => key.every((part, index) => query[index] === part)),
  );
}
