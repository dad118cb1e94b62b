'use client';

import { type Column, columnsOf } from '@/components/data-table/features';
import { Badge } from '@/components/ui/badge';
import { formatMoneyShort, formatNumber } from '@/components/ui/format';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { flagWords } from '@/lib/decisions/flag-words';
import { accountLabel, type QueueRow } from '../queue-row';
import { type ColumnId, columnIds } from '../search-params';
import { Age, FlagMark, Health } from './cells';
import { columnShapes, roomOf } from './column-shapes';
import { Advice, VerdictMark } from './verdict';

const make = columnsOf<QueueRow>();

const short: Partial<Record<ColumnId, string>> = { csm: 'CSM', neediness: 'Need' };

/** What is worth seeing largest first; of health and age the smallest is. */
const mostFirst: ReadonlySet<ColumnId> = new Set([
  'score',
  'neediness',
  'revenue',
  'flags',
  'verdict',
]);

/** The table's columns: those chosen, or those there is room for when nobody chose. */
export function queueColumns(rows: readonly QueueRow[], chosen: boolean): Column<QueueRow>[] {
  const advised = isAdvised(rows);
  return columnIds
    .filter((id) => !columnShapes[id].optional || advised)
    .map((id) => {
      const { optional, room: _, ...shape } = columnShapes[id];
      const room = roomOf(id, advised);
      return make.accessor((row) => row.id, {
        id,
        header: short[id] ?? shape.label,
        sortDescFirst: mostFirst.has(id),
        meta: chosen || !room ? shape : { ...shape, room },
        cell: ({ row }) => cells[id](row.original),
      });
    });
}

/** Whether Claude, or another program's model, said something of any of the rows. */
export function isAdvised(rows: readonly QueueRow[]): boolean {
  return rows.some(({ feedback, review }) => feedback || review);
}

const cells: Readonly<Record<ColumnId, (row: QueueRow) => React.ReactNode>> = {
  account: (row) => (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate" title={`${accountLabel(row)} (${row.accountId})`}>
        <span className="font-medium">{accountLabel(row)}</span>
        {row.accountName && <span className="ml-2 text-xs text-ink-muted">{row.accountId}</span>}
      </span>
      <span className="ml-auto flex items-center gap-1.5">
        <VerdictMark review={row.review} className="@min-[640px]:hidden" />
        <FlagMark flags={row.flags} className="@min-[800px]:hidden" />
      </span>
    </span>
  ),
  csm: (row) => <span title={row.recommendedCsm}>{row.recommendedCsm}</span>,
  score: (row) => formatNumber(row.score, 0),
  neediness: (row) => formatNumber(row.neediness, 1),
  health: (row) => <Health health={row.health} color={row.color} />,
  revenue: (row) => formatMoneyShort(row.revenue),
  segment: (row) => [row.segment, row.level].filter(Boolean).join(' · ') || '–',
  age: (row) => <Age at={row.recommendedAt} />,
  flags: ({ flags }) => {
    const [first, ...others] = flags;
    if (!first) return null;
    return (
      <span className="flex items-center gap-1" title={flags.map(nameOf).join(', ')}>
        <Badge tone="warn" className="min-w-0">
          <span aria-hidden="true" className="truncate">
            {flagWords[first].short}
          </span>
          <VisuallyHidden>{nameOf(first)}</VisuallyHidden>
        </Badge>
        {others.length > 0 && <span className="text-xs text-ink-muted">+{others.length}</span>}
      </span>
    );
  },
  verdict: (row) => <Advice row={row} />,
};

function nameOf(flag: QueueRow['flags'][number]): string {
  return flagWords[flag].name;
}
