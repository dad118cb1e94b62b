'use client';

import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { QueuePageJson, QueueRow } from '@/app/(app)/queue/queue-row';
import { queueTitle } from '@/app/(app)/queue/queue-title';
import {
  defaultSort,
  pageSizes,
  type QueueQuery,
  sortableColumns,
} from '@/app/(app)/queue/search-params';
import { DataTable } from '@/components/table/data-table';
import { Select } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { HydrationMark } from '@/components/ui/hydration-mark';
import { Pagination } from '@/components/ui/pagination';
import { type EmptyQueueFacts, EmptyTable } from './empty-states';
import { queueColumns } from './queue-columns';
import { PageSelectionContext, selectColumn } from './select-column';
import type { BulkSelection } from './use-bulk-selection';
import type { TableView } from './use-table-view';

const rowId = (row: QueueRow) => row.id;

/** The table of pending recommendations, with pagination. */
export function QueueTable({
  page,
  rows,
  query,
  view,
  activeId,
  selected,
  isLoading,
  error,
  emptyFacts,
  onRetry,
  latest,
  onSelect,
  onOpen,
  onQuery,
  hrefWith,
}: {
  /** Undefined if it could not be read. */
  readonly page: QueuePageJson | undefined;
  /** The page's rows that are not decided. */
  readonly rows: readonly QueueRow[];
  readonly query: QueueQuery;
  readonly view: TableView;
  readonly activeId: string | null;
  /** The rows that are selected for a bulk decision; null for people who can't decide. */
  readonly selected: BulkSelection | null;
  /** Whether the rows of another view are loading. */
  readonly isLoading: boolean;
  readonly error: Error | null;
  /** What an empty queue says, if it is empty. */
  readonly emptyFacts: EmptyQueueFacts | null;
  /** Reads the rows again. */
  readonly onRetry: () => void;
  /** The latest decision. */
  readonly latest: ReactNode;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
  readonly hrefWith: (change: Partial<QueueQuery>) => string;
}) {
  const format = useFormat();
  const { columns: chosen, density } = view;
  const sorted = query.sort.map(({ column }) => column).join();
  // The columns keep their identity while rows are selected, so that only changed rows render again.
  const selection = useRef(selected);
  useLayoutEffect(() => {
    selection.current = selected;
  });
  useCountInTitle(page?.pending);
  const isSelectable = selected !== null;
  const columns = useMemo(() => {
    const onToggle = (id: string, isRange: boolean) =>
      isRange ? selection.current?.selectRangeTo(id) : selection.current?.toggle(id);
    return [
      ...(isSelectable ? [selectColumn(onToggle)] : []),
      ...queueColumns(chosen ?? [], sorted.split(','), format),
    ];
  }, [chosen, sorted, format, isSelectable]);
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        <PageSelectionContext value={selected}>
          <DataTable
            label="Pending recommendations"
            columns={columns}
            rows={rows}
            rowId={rowId}
            sorting={query.sort.map(({ column, descending }) => ({ id: column, descending }))}
            onSort={(next) => {
              const sort = next.flatMap(({ id, descending }, index) => {
                const column = sortableColumns.find((name) => name === id);
                // The default order leaves no ties for the columns after it.
                const decidesAll = column === 'order' && index < next.length - 1;
                return column && !decidesAll ? [{ column, descending }] : [];
              });
              onQuery({ sort: sort.length > 0 ? sort : defaultSort });
            }}
            activeId={activeId}
            {...(selected && { selectedIds: selected.ids })}
            onActivate={onSelect}
            onOpen={onOpen}
            onToggle={selected ? (id) => selected.toggle(id) : undefined}
            density={density}
            busy={isLoading}
            empty={
              <EmptyTable
                page={page}
                query={query}
                error={error}
                onRetry={onRetry}
                onQuery={onQuery}
                facts={emptyFacts}
              />
            }
            // `useRowAnchor` does it.
            className="flex-1 [overflow-anchor:none]"
          />
        </PageSelectionContext>
      </div>
      <HydrationMark part="queue" />
      <footer className="flex min-h-11 items-center gap-x-3 border-t border-line px-4 py-1.5 ">
        {page !== undefined && page.matching > 0 && (
          <Pagination
            page={page.page}
            size={query.size}
            total={page.matching}
            href={(to) => hrefWith({ page: to })}
            onNavigate={(to) => onQuery({ page: to })}
          />
        )}
        {latest}
        <span className="ml-auto flex shrink-0 items-center gap-2 text-sm text-ink-muted">
          <label htmlFor="queue-size" className="@max-[640px]:sr-only">
            Rows
          </label>
          <Select
            compact
            id="queue-size"
            className="w-20"
            value={query.size}
            onChange={(event) =>
              onQuery({ size: pageSizes.find((size) => String(size) === event.target.value) ?? 50 })
            }
          >
            {pageSizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </Select>
        </span>
      </footer>
    </>
  );
}

/** Keeps the count in the tab's title current, which the server writes. */
function useCountInTitle(pending: number | undefined): void {
  const format = useFormat();
  useEffect(() => {
    if (pending !== undefined)
      document.title = document.title.replace(/^Queue( \([^)]*\))?/, queueTitle(pending, format));
  }, [pending, format]);
}
