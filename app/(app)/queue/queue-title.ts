import type { Format } from '@/components/ui/format';

/** The title of the queue's tab: "Queue (27)". */
export function queueTitle(pending: number, format: Format): string {
  return pending === 0 ? 'Queue' : `Queue (${format.number(pending)})`;
}
