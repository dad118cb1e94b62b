'use client';

import { ColumnMenu } from '@/components/data-table/column-menu';
import { Alert } from '@/components/ui/alert';
import { formatCount, formatList, formatNumber } from '@/components/ui/format';
import type { QueuePage } from '@/lib/decisions/list-queue';
import { columnIds, type QueueQuery } from '../search-params';
import { isAdvised, queueColumns } from './columns';
import { FilterChips } from './filter-chips';
import { Filters } from './filters';
import { headStyle } from './layout';
import { QueueSearch } from './queue-search';
import { useRoom } from './use-room';

export type View = Pick<QueueQuery, 'columns' | 'density'>;

/** What stands over the table: how much waits, and what it is narrowed to. */
export function QueueHead({
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
  readonly view: View;
  readonly onView: (next: View) => void;
  readonly onAsk: (change: Partial<QueueQuery>) => void;
}) {
  const decided = page.matching - left;
  const { ref, visibility } = useRoom(view.columns, isAdvised(page.rows));
  const narrowed = page.matching !== page.pending;
  return (
    <div ref={ref}>
      <header className={headStyle}>
        <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
        <p className="text-ink-muted" aria-live="polite">
          {narrowed && `${formatNumber(left)} of `}
          {`${formatNumber(page.pending - decided)} waiting`}
          {page.flagged > 0 && ` · ${formatCount(page.flagged, 'flagged', 'flagged')}`}
        </p>
      </header>
      <search className="flex items-center gap-2 px-4 pb-2 lg:px-6" aria-label="Queue">
        <QueueSearch text={query.q} onSearch={(q) => onAsk({ q })} />
        <Filters facets={page.facets} query={query} onAsk={onAsk} />
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
