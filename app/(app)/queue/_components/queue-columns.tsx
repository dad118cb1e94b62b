'use client';

import type { QueueRow } from '@/app/(app)/queue/queue-row';
import { type ColumnId, columnIds, type SortKey } from '@/app/(app)/queue/search-params';
import type { DataTableColumn } from '@/components/table/columns';
import type { Format } from '@/components/ui/format';
import {
  AccountCell,
  CsmCell,
  HealthCell,
  RevenueCell,
  ScoreCell,
  VerdictCell,
} from './queue-cells';
import { columnLayouts, isOptional } from './queue-layout';
import { Age, StatusCell, WaitingCell } from './status-cell';

/** The values that a column shows, by which the table can be sorted. */
const sortKeys: Readonly<Record<ColumnId, readonly SortKey['column'][]>> = {
  account: ['account'],
  csm: ['csm'],
  score: ['score'],
  neediness: ['neediness'],
  health: ['health'],
  revenue: ['revenue'],
  verdict: ['verdict', 'feedback'],
  status: ['order', 'flags'],
  waiting: ['waiting'],
  segment: ['segment', 'level'],
  run: [],
  age: ['age'],
};

/** Columns whose values other cells show where they do not fit. */
const folded: ReadonlySet<ColumnId> = new Set(['csm', 'neediness', 'waiting']);

const descendingFirst: ReadonlySet<ColumnId> = new Set([
  'score',
  'neediness',
  'revenue',
  'verdict',
]);

/**
 * The table's columns. What it is sorted by is always visible.
 * @param chosen the optional columns to show
 * @param sorted what the table is sorted by
 */
export function queueColumns(
  chosen: readonly ColumnId[],
  sorted: readonly string[],
  format: Format,
): readonly DataTableColumn<QueueRow>[] {
  const cells = cellRenderers(format);
  return columnIds.flatMap((id) => {
    const isSorted = sortKeys[id].some((key) => sorted.includes(key));
    if (isOptional(id) && !isSorted && !chosen.includes(id)) return [];
    const { showFrom, ...layout } = columnLayouts[id];
    return {
      ...layout,
      id,
      showFrom: isSorted && !folded.has(id) ? undefined : showFrom,
      descendingFirst: descendingFirst.has(id),
      ...(sortKeys[id].length > 0 && { sortKeys: sortKeys[id] }),
      cell: cells[id],
    };
  });
}

const cellRenderers = (
  format: Format,
): Readonly<Record<ColumnId, (row: QueueRow) => React.ReactNode>> => ({
  account: (row) => <AccountCell row={row} />,
  csm: (row) => <CsmCell csm={row.recommendedCsm} />,
  score: (row) => <ScoreCell score={row.score} />,
  neediness: (row) => <Value text={format.fixed(row.neediness, 1)} />,
  health: (row) => <HealthCell row={row} />,
  revenue: (row) => <RevenueCell revenue={row.revenue} />,
  verdict: (row) => <VerdictCell row={row} />,
  status: (row) => <StatusCell row={row} />,
  waiting: (row) => <WaitingCell row={row} />,
  segment: (row) => <Value text={[row.segment, row.level].filter(Boolean).join(' · ') || '–'} />,
  run: (row) => <Value text={row.runId ?? '–'} />,
  age: (row) => <Age at={row.recommendedAt} />,
});

/** Text that may be cut off, with all of it on hover. */
function Value({ text }: { readonly text: string }) {
  return <span title={text}>{text}</span>;
}
