'use client';

import { useEffect, useRef, useState } from 'react';
import {
  type ColumnId,
  columnIds,
  type QueueQuery,
  unfiltered,
} from '@/app/(app)/queue/search-params';
import { ColumnMenu } from '@/components/table/column-menu';
import { breakpointWidths } from '@/components/table/dimensions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/form-controls';
import { formatCount, formatList, formatNumber } from '@/components/ui/format';
import { CloseIcon, SearchIcon } from '@/components/ui/icons';
import type { QueuePage } from '@/lib/decisions/queue';
import { activeFilters, QueueFilters } from './filters';
import { hasAnyReview, queueColumns } from './queue-columns';
import { breakpointOf, headerStyle } from './queue-layout';

export type TableView = Pick<QueueQuery, 'columns' | 'density'>;

/** What stands over the table: how much waits, and what it is narrowed to. */
export function QueueToolbar({
  page,
  left,
  query,
  leftOut,
  view,
  onView,
  onAsk,
}: {
  readonly page: QueuePage;
  /** How many match, without those decided a moment ago. */
  readonly left: number;
  readonly query: QueueQuery;
  readonly leftOut: readonly string[];
  readonly view: TableView;
  readonly onView: (next: TableView) => void;
  readonly onAsk: (change: Partial<QueueQuery>) => void;
}) {
  const decided = page.matching - left;
  const { ref, visibility } = useVisibleColumns(view.columns, hasAnyReview(page.rows));
  const narrowed = page.matching !== page.pending;
  return (
    <div ref={ref}>
      <header className={headerStyle}>
        <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
        <p className="text-ink-muted" aria-live="polite">
          {narrowed && `${formatNumber(left)} of `}
          {`${formatNumber(page.pending - decided)} waiting`}
          {page.flagged > 0 && ` · ${formatCount(page.flagged, 'flagged', 'flagged')}`}
        </p>
      </header>
      <search className="flex items-center gap-2 px-4 pb-2 lg:px-6" aria-label="Queue">
        <QueueSearch text={query.q} onSearch={(q) => onAsk({ q })} />
        <QueueFilters facets={page.facets} query={query} onAsk={onAsk} />
        <span className="ml-auto">
          <ColumnMenu
            columns={queueColumns(page.rows, true)}
            visibility={visibility}
            onVisibility={(next) =>
              onView({ ...view, columns: columnIds.filter((id) => next[id] !== false) })
            }
            density={view.density}
            onDensity={(density) => onView({ ...view, density })}
          />
        </span>
      </search>
      <FilterChips query={query} onAsk={onAsk} />
      {leftOut.length > 0 && (
        <Alert tone="warn" className="mx-4 mb-2 lg:mx-6">
          {`The address asks for something unknown, which was left out: ${formatList(leftOut)}.`}
        </Alert>
      )}
    </div>
  );
}

/** What narrows the queue, each to be taken off, or all at once. */
function FilterChips({
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
      {active.map(({ key, label, removal: off }) => (
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

const SEARCH_DEBOUNCE_MS = 250;

/** Searches as somebody types, once they pause. */
function QueueSearch({
  text,
  onSearch,
}: {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState(text);
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });

  // The address moved on without the typing, as when all filters are cleared.
  if (seen !== text) {
    setSeen(text);
    if (text !== sent) {
      setTyped(text);
      setSent(text);
    }
  }

  useEffect(() => {
    if (typed.trim() === sent) return;
    const timer = setTimeout(() => {
      setSent(typed.trim());
      latest.current(typed.trim());
    }, SEARCH_DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed, sent]);

  return (
    <span className="relative min-w-0 flex-1 sm:max-w-72">
      <SearchIcon className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint" />
      <Input
        compact
        id="queue-search"
        type="search"
        aria-label="Search accounts, CSMs and feedback"
        aria-keyshortcuts="/"
        placeholder="Search the queue"
        autoComplete="off"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !typed) event.currentTarget.blur();
        }}
        className="pl-8"
      />
    </span>
  );
}

/** Which columns are to be seen: those chosen, else those that the table has room for. */
function useVisibleColumns(chosen: readonly ColumnId[] | null, advised: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const visibility = Object.fromEntries(
    columnIds.map((id) => {
      const room = breakpointOf(id, advised);
      return [id, chosen ? chosen.includes(id) : !room || breakpointWidths[room] <= width];
    }),
  );
  return { ref, visibility };
}
