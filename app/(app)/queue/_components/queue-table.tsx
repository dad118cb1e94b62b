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
import { useFormat } from '@/components/ui/format-provider';
import { InboxIcon, PlayIcon, SearchIcon } from '@/components/ui/icons';
import { EmptyState } from '@/components/ui/page-layout';
import { Pagination } from '@/components/ui/pagination';
import { Time } from '@/components/ui/time';
import type { QueuePage } from '@/lib/decisions/queue';
import { queueColumns } from './queue-columns';
import type { TableView } from './queue-toolbar';

const rowId = (row: QueueRow) => row.id;

/** The table of pending recommendations, with pagination. */
export function QueueTable({
  page,
  rows,
  query,
  view,
  activeId,
  busy,
  emptyFacts,
  onSelect,
  onTap,
  onOpen,
  onQuery,
  pageHref,
}: {
  readonly page: QueuePage;
  readonly rows: readonly QueueRow[];
  readonly query: QueueQuery;
  readonly view: TableView;
  readonly activeId: string | null;
  readonly busy: boolean;
  readonly emptyFacts: EmptyQueueFacts | null;
  readonly onSelect: (id: string) => void;
  /** A click on a row, which opens the details on narrow screens. */
  readonly onTap: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
  readonly pageHref: (page: number) => string;
}) {
  const format = useFormat();
  const { columns: chosen, density } = view;
  const columns = useMemo(
    () => queueColumns(page.rows, chosen !== null, format),
    [page.rows, chosen, format],
  );
  const visibility = useMemo(
    () => (chosen ? Object.fromEntries(columnIds.map((id) => [id, chosen.includes(id)])) : {}),
    [chosen],
  );
  // Every row of the page was decided, and the next rows are still loading.
  const isRefilling = rows.length === 0 && page.rows.length > 0;
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
          label="Pending recommendations"
          columns={columns}
          rows={rows}
          rowId={rowId}
          sorting={query.sort.map(({ column, descending }) => ({ id: column, desc: descending }))}
          onSort={(next) => {
            const sort = next.flatMap(({ id, desc }) => {
              const column = sortableColumns.find((name) => name === id);
              return column ? [{ column, descending: desc }] : [];
            });
            onQuery({ sort: sort.length > 0 ? sort : defaultSort });
          }}
          activeId={activeId}
          onActivate={onSelect}
          onOpen={onOpen}
          visibility={visibility}
          density={density}
          busy={busy || isRefilling}
          empty={
            isRefilling ? null : page.pending > 0 ? (
              <NoMatches pending={page.pending} onClear={() => onQuery(unfiltered)} />
            ) : (
              <EmptyQueue facts={emptyFacts} />
            )
          }
          className="flex-1"
        />
      </div>
      <footer className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-1.5 lg:px-6">
        {page.matching > 0 && (
          <Pagination page={page.page} size={query.size} total={page.matching} href={pageHref} />
        )}
        <span className="ml-auto flex items-center gap-2 text-sm text-ink-muted">
          <label htmlFor="queue-size" className="max-sm:sr-only">
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

function NoMatches({
  pending,
  onClear,
}: {
  readonly pending: number;
  readonly onClear: () => void;
}) {
  const hidden = useFormat().count(pending, 'pending recommendation');
  return (
    <EmptyState
      icon={<SearchIcon />}
      title="No recommendations match the filters"
      actions={<Button onClick={onClear}>Clear all filters</Button>}
    >
      {`The filters hide ${hidden}.`}
    </EmptyState>
  );
}

/** What the page says if nothing is pending. */
export interface EmptyQueueFacts {
  readonly hasRuns: boolean;
  /** Accounts that a run could place now. */
  readonly routable: number;
  /** Null if there are no decisions yet. */
  readonly lastDecision: { readonly byName: string; readonly at: Date } | null;
}

/** Says why the queue is empty, and links to the runs. */
function EmptyQueue({ facts }: { readonly facts: EmptyQueueFacts | null }) {
  const format = useFormat();
  const routable = facts?.routable ?? 0;
  const accounts =
    routable > 0
      ? `${format.count(routable, 'account needs', 'accounts need')} a CSM and can be routed now.`
      : 'No account needs a CSM right now.';
  const runsLink = (
    <Link href="/runs" className={buttonClass(routable > 0 ? 'primary' : 'secondary')}>
      {routable > 0 ? 'Start a run' : 'View runs'}
    </Link>
  );
  if (facts && !facts.hasRuns) {
    return (
      <EmptyState icon={<PlayIcon />} title="No runs yet" actions={runsLink}>
        {`A run recommends a CSM for each account that needs one. Its recommendations appear here. ${accounts}`}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<InboxIcon />} title="The queue is empty" actions={runsLink}>
      {facts?.lastDecision ? (
        <>
          {`${facts.lastDecision.byName} made the last decision `}
          <Time at={facts.lastDecision.at} />
          {'. '}
        </>
      ) : (
        'Every recommendation has been decided. '
      )}
      {accounts}
    </EmptyState>
  );
}
