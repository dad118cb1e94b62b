import 'server-only';
import { type QueueFacet, queueFacets } from '@/lib/warehouse/sql/queue';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * Reads how many recommendations wait, by what the queue is narrowed by. Decisions and runs of this
 * process count at once, those of other servers and programs after 5 seconds at the latest.
 */
export function readFacets(warehouse: Warehouse): Promise<QueueFacet[]> {
  return warehouse.read(queueFacets(), { maxAgeMs: 5_000 });
}
