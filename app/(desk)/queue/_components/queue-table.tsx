'use client';

import { useMemo } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { Pagination } from '@/components/ui/pagination';
import { Select } from '@/components/ui/select';
import type { QueuePage } from '@/lib/decisions/list-queue';
import type { QueueRow } from '../queue-row';
import {
  columnIds,
  defaultSort,
  pageSizes,
  type QueueQuery,
  sortable,
  unfiltered,
} from '../search-params';
import { queueColumns } from './columns';
import { EmptyQueue, type Standing } from './empty-queue';
import type { View } from './queue-head';

const rowId = (row: QueueRow) => row.id;

/** The rows that wait, and the pages they come in. */
export function QueueTable({
  page,
  rows,
  query,
  view,
  activeId,
  busy,
  standing,
  onSelect,
  onTap,
  onOpen,
  onAsk,
  pageHref,
}: {
  readonly page: QueuePage;
  readonly rows: readonly QueueRow[];
  readonly query: QueueQuery;
  readonly view: View;
  readonly activeId: string | null;
  readonly busy: boolean;
  readonly standing: Standing | null;
  readonly onSelect: (id: string) => void;
  /** A press on a row, which opens its record where that lies over the table. */
  readonly onTap: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onAsk: (change: Partial<QueueQuery>) => void;
  readonly pageHref: (page: number) => string;
}) {
  const { columns: chosen, density } = view;
  const columns = useMemo(() => queueColumns(page.rows, chosen !== null), [page.rows, chosen]);
  const visibility = useMemo(
    () => (chosen ? Object.fromEntries(columnIds.map((id) => [id, chosen.includes(id)])) : {}),
    [chosen],
  );
  const emptied = rows.length === 0 && page.rows.length > 0;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: Enter on a row does the same. */}
      <div
        className="flex min-h-0 flex-1 flex-col border-t border-line"
        onClick={(event) => {
          const row = (event.target as Element).closest<HTMLElement>('tr[data-row]');
          if (row?.dataset.row) onTap(row.dataset.row);
        }}
      >
        <DataTable
          label="Recommendations that wait"
          columns={columns}
          rows={rows}
          rowId={rowId}
          sorting={query.sort.map(({ column, descending }) => ({ id: column, desc: descending }))}
          onSort={(next) => {
            const sort = next.flatMap(({ id, desc }) => {
              const column = sortable.find((name) => name === id);
              return column ? [{ column, descending: desc }] : [];
            });
            onAsk({ sort: sort.length > 0 ? sort : defaultSort });
          }}
          activeId={activeId}
          onActivate={onSelect}
          onOpen={onOpen}
          visibility={visibility}
          density={density}
          busy={busy || emptied}
          empty={
            emptied ? null : (
              <EmptyQueue
                standing={standing}
                pending={page.pending}
                onClear={() => onAsk(unfiltered)}
              />
            )
          }
          className="flex-1"
        />
      </div>
      <footer className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-1.5 lg:px-6">
        <Pagination page={page.page} size={query.size} total={page.matching} href={pageHref} />
        <span className="flex items-center gap-2 text-sm text-ink-muted">
          <label htmlFor="queue-size" className="max-sm:sr-only">
            Rows
          </label>
          <Select
            compact
            id="queue-size"
            className="w-20"
            value={query.size}
            onChange={(event) =>
              onAsk({ size: pageSizes.find((size) => String(size) === event.target.value) ?? 50 })
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
