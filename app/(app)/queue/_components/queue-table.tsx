'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import type { QueueRow } from '@/app/(app)/queue/queue-row';
import {
  columnIds,
  defaultSort,
  pageSizes,
  type QueueQuery,
  sortableColumns,
  unfiltered,
} from '@/app/(app)/queue/search-params';
import { DataTable } from '@/components/table/data-table';
import { Button, buttonClass } from '@/components/ui/button';
import { Select } from '@/components/ui/form-controls';
import { formatCount } from '@/components/ui/format';
import { InboxIcon, PlayIcon, SearchIcon } from '@/components/ui/icons';
import { EmptyState } from '@/components/ui/page-layout';
import { Pagination } from '@/components/ui/pagination';
import { Time } from '@/components/ui/time';
import type { QueuePage } from '@/lib/decisions/queue';
import { queueColumns } from './queue-columns';
import type { TableView } from './queue-toolbar';

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
  readonly view: TableView;
  readonly activeId: string | null;
  readonly busy: boolean;
  readonly standing: EmptyQueueFacts | null;
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
              const column = sortableColumns.find((name) => name === id);
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

/** What is known when nothing waits. */
export interface EmptyQueueFacts {
  readonly hasRuns: boolean;
  /** Accounts that a run could place now. */
  readonly routable: number;
  /** The newest decision; null where nobody has decided yet. */
  readonly lastDecision: { readonly byName: string; readonly at: Date } | null;
}

/** Says which of the reasons for an empty table it is, and what leads on from there. */
function EmptyQueue({
  standing,
  pending,
  onClear,
}: {
  readonly standing: EmptyQueueFacts | null;
  readonly pending: number;
  readonly onClear: () => void;
}) {
  if (pending > 0) {
    return (
      <EmptyState
        icon={<SearchIcon />}
        title="Nothing matches the filters"
        actions={<Button onClick={onClear}>Clear all filters</Button>}
      >
        {`${formatCount(pending, 'recommendation waits', 'recommendations wait')} outside of them.`}
      </EmptyState>
    );
  }
  const waiting = standing?.routable ?? 0;
  const accounts =
    waiting > 0
      ? `${formatCount(waiting, 'account needs', 'accounts need')} a CSM and can be routed.`
      : 'No account needs a CSM at the moment.';
  const toRuns = (
    <Link href="/runs" className={buttonClass(waiting > 0 ? 'primary' : 'secondary')}>
      {waiting > 0 ? 'Start a run' : 'See the runs'}
    </Link>
  );
  return standing && !standing.hasRuns ? (
    <EmptyState icon={<PlayIcon />} title="The engine has not run yet" actions={toRuns}>
      {`A run recommends a CSM for each account that needs one; the recommendations wait here. ${accounts}`}
    </EmptyState>
  ) : (
    <EmptyState icon={<InboxIcon />} title="Nothing is waiting" actions={toRuns}>
      {standing?.lastDecision ? (
        <>
          {standing.lastDecision.byName} decided the last one <Time at={standing.lastDecision.at} />
          .
        </>
      ) : (
        'Every recommendation has been decided.'
      )}{' '}
      {accounts}
    </EmptyState>
  );
}
