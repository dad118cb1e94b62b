'use client';

import { Button } from '@/components/ui/button';
import { CloseIcon } from '@/components/ui/icons';
import { type QueueQuery, unfiltered } from '../search-params';
import { activeFilters } from './filter-words';

/** What narrows the queue, each to be taken off, or all at once. */
export function FilterChips({
  query,
  onAsk,
}: {
  readonly query: QueueQuery;
  readonly onAsk: (change: Partial<QueueQuery>) => void;
}) {
  const active = activeFilters(query);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap gap-1.5 px-4 pb-2 lg:px-6">
      {active.map(({ key, label, off }) => (
        <li key={key} className="min-w-0">
          <button
            type="button"
            onClick={() => onAsk(off)}
            aria-label={`Remove filter: ${label}`}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm bg-accent-soft px-2 text-xs font-medium text-accent-ink hover:bg-hover"
          >
            <span className="truncate">{label}</span>
            <CloseIcon className="size-3" />
          </button>
        </li>
      ))}
      <li>
        <Button size="sm" variant="ghost" onClick={() => onAsk(unfiltered)} className="h-6!">
          Clear all
        </Button>
      </li>
    </ul>
  );
}
