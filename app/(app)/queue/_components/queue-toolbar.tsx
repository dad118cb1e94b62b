'use client';

import type { ReactElement, ReactNode } from 'react';
import { RefreshStaleButton } from '@/app/(app)/_shared/refresh-stale-button';
import type { QueuePageJson } from '@/app/(app)/queue/queue-row';
import { optionalColumnIds, type QueueQuery, unfiltered } from '@/app/(app)/queue/search-params';
import { ColumnMenu } from '@/components/table/column-menu';
import { Alert } from '@/components/ui/alert';
import { Button, buttonClass, Kbd } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { CloseIcon, DownloadIcon, HistoryIcon } from '@/components/ui/icons';
import { activeFilters } from './active-filters';
import { QueueFilters } from './filters';
import { columnLayouts, headerStyle } from './queue-layout';
import { QueueSearch } from './queue-search';
import type { SavedViews } from './use-saved-views';
import type { TableView } from './use-table-view';
import { ViewsMenu } from './views-menu';

/** The counts, notices, search, filters, and column menu above the table. */
export function QueueToolbar({
  page,
  hiddenCount,
  isOutdated,
  onRetry,
  alert,
  bulkBar,
  query,
  ignored,
  saved,
  view,
  onView,
  onQuery,
  onRecent,
  onExport,
  canRefresh,
}: {
  readonly page: QueuePageJson | undefined;
  /** How many of the page's rows were decided but not yet refreshed. */
  readonly hiddenCount: number;
  /** Whether the page could not be refreshed. */
  readonly isOutdated: boolean;
  readonly onRetry: () => void;
  /** Takes the rest of the heading line. */
  readonly alert: ReactNode;
  /** What can be done with several selected rows; takes the place of the counts. */
  readonly bulkBar: ReactElement | null;
  readonly query: QueueQuery;
  /** Descriptions of invalid values in the URL. */
  readonly ignored: readonly string[];
  readonly saved: SavedViews;
  readonly view: TableView;
  readonly onView: (next: TableView) => void;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
  /** Opens the recent decisions. */
  readonly onRecent: () => void;
  /** Downloads the filtered rows. */
  readonly onExport: () => void;
  /** Whether the person may start a refresh. */
  readonly canRefresh: boolean;
}) {
  const format = useFormat();
  return (
    <div>
      <header className={`group/header ${headerStyle}`}>
        {/* Screen readers find it even while a record covers the table. */}
        <h1 className="visible shrink-0 text-xl font-semibold tracking-tight">Queue</h1>
        <p
          className={classNames(
            'min-w-24 shrink-0 truncate text-ink-muted @max-[640px]:shrink',
            // What others decided takes its place for a while.
            '@max-[640px]:group-has-data-[others-decisions]/header:hidden',
            bulkBar !== null && '@min-[640px]:hidden',
          )}
          aria-live="polite"
        >
          {page && describeCounts(page, hiddenCount, format)}
        </p>
        <span role="status" className="shrink-0">
          {page && isOutdated && (
            <Button size="sm" variant="ghost" className="text-warn!" onClick={onRetry}>
              <span>
                Not up to date<span className="@max-[640px]:sr-only">. Try again</span>
              </span>
            </Button>
          )}
        </span>
        {bulkBar ?? (page && <StatusLinks page={page} query={query} onQuery={onQuery} />)}
        {alert}
      </header>
      <search
        className="flex items-center gap-2 px-4 pb-2 @max-[640px]:flex-wrap"
        aria-label="Queue"
      >
        <ViewsMenu saved={saved} />
        <QueueSearch text={query.q} onSearch={(q) => onQuery({ q })} />
        <QueueFilters facets={page?.facets ?? noFacets} query={query} onQuery={onQuery} />
        <span className="ml-auto flex gap-2">
          {canRefresh && <RefreshStaleButton stale={page?.stale} compact />}
          <button
            type="button"
            aria-label="Recently decided"
            aria-haspopup="dialog"
            aria-keyshortcuts="h"
            title="Recently decided"
            onClick={onRecent}
            className={buttonClass('secondary')}
          >
            <HistoryIcon />
            <span className="flex items-center gap-2 @max-[640px]:hidden">
              Recent
              <Kbd hint>h</Kbd>
            </span>
          </button>
          <button
            type="button"
            aria-label="Export as CSV"
            title="Export the filtered rows as CSV (Shift E)"
            onClick={onExport}
            className={buttonClass('secondary', 'icon')}
          >
            <DownloadIcon />
          </button>
          <ColumnMenu
            optional={optionalColumns}
            shown={view.columns ?? []}
            onShown={(next) => onView({ ...view, columns: next.length > 0 ? [...next] : null })}
            density={view.density}
            onDensity={(density) => onView({ ...view, density })}
          />
        </span>
      </search>
      <FilterChips query={query} onQuery={onQuery} />
      {ignored.length > 0 && (
        <Alert tone="warn" className="mx-4 mb-2 ">
          {`Ignored unknown values in the URL: ${format.list(ignored)}.`}
        </Alert>
      )}
    </div>
  );
}

const optionalColumns = optionalColumnIds.map((id) => ({ id, label: columnLayouts[id].label }));

const noFacets: QueuePageJson['facets'] = { csm: [], run: [], method: [], segment: [], level: [] };

function describeCounts(page: QueuePageJson, hiddenCount: number, format: Format): string {
  const { pending, matching, ready } = page;
  const filtered = matching === pending ? '' : `${format.number(matching - hiddenCount)} of `;
  return `${filtered}${format.number(pending - hiddenCount)} pending · ${format.number(Math.min(ready, pending - hiddenCount))} ready`;
}

/** Links to what is overdue and what is snoozed. */
function StatusLinks({
  page,
  query,
  onQuery,
}: {
  readonly page: QueuePageJson;
  readonly query: QueueQuery;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
}) {
  const format = useFormat();
  return (['overdue', 'snoozed'] as const)
    .filter((status) => page[status] > 0 && !query[status])
    .map((status) => (
      <button
        key={status}
        type="button"
        onClick={() => onQuery({ ...unfiltered, [status]: true })}
        // What happened to a decision takes its place where there is no room for both.
        className="shrink-0 text-sm text-accent-ink underline underline-offset-2 @max-[640px]:group-has-data-[others-decisions]/header:hidden @max-[640px]:group-has-[[role=alert]]/header:hidden"
      >
        {`${format.number(page[status])} ${status}`}
      </button>
    ));
}

/** The active filters, which can be removed one by one or all at once. */
function FilterChips({
  query,
  onQuery,
}: {
  readonly query: QueueQuery;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
}) {
  const active = activeFilters(query, useFormat());
  if (active.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-1.5 px-4 pb-2 ">
      {active.map(({ key, label, removal }) => (
        <li key={key} className="min-w-0">
          <button
            type="button"
            onClick={() => onQuery(removal)}
            aria-label={`Remove filter: ${label}`}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm bg-accent-soft px-2 text-xs font-medium text-accent-ink hover:bg-hover"
          >
            <span className="truncate">{label}</span>
            <CloseIcon className="size-3" />
          </button>
        </li>
      ))}
      <li>
        <Button size="sm" variant="ghost" onClick={() => onQuery(unfiltered)} className="h-6!">
          Clear all
        </Button>
      </li>
    </ul>
  );
}
