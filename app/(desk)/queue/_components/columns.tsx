'use client';

import { type Column, columnsOf } from '@/components/data-table/features';
import { Badge } from '@/components/ui/badge';
import { formatMoneyShort, formatNumber } from '@/components/ui/format';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { flagWords } from '@/lib/decisions/flag-words';
import { accountLabel, type QueueRow } from '../queue-row';
import { type ColumnId, columnIds } from '../search-params';
import { Age, FlagMark, Health } from './cells';
import { type ColumnShape, columnShapes } from './column-shapes';

const make = columnsOf<QueueRow>();

const short: Partial<Record<ColumnId, string>> = { csm: 'CSM', neediness: 'Need' };

/** What is worth seeing largest first; of health and age the smallest is. */
const mostFirst: ReadonlySet<ColumnId> = new Set(['score', 'neediness', 'revenue', 'flags']);

/** The table's columns: those chosen, or those there is room for when nobody chose. */
export function queueColumns(rows: readonly QueueRow[], chosen: boolean): Column<QueueRow>[] {
  const anyFeedback = rows.some((row) => row.feedback);
  return columnIds
    .filter((id) => !columnShapes[id].optional || anyFeedback)
    .map((id) => {
      const { optional, room, ...shape }: ColumnShape = columnShapes[id];
      return make.accessor((row) => row.id, {
        id,
        header: short[id] ?? shape.label,
        sortDescFirst: mostFirst.has(id),
        meta: chosen || !room ? shape : { ...shape, room },
        cell: ({ row }) => cells[id](row.original),
      });
    });
}

const cells: Readonly<Record<ColumnId, (row: QueueRow) => React.ReactNode>> = {
  account: (row) => (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate" title={`${accountLabel(row)} (${row.accountId})`}>
        <span className="font-medium">{accountLabel(row)}</span>
        {row.accountName && <span className="ml-2 text-xs text-ink-muted">{row.accountId}</span>}
      </span>
      <FlagMark flags={row.flags} className="ml-auto @min-[800px]:hidden" />
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
  feedback: (row) => <span title={row.feedback ?? undefined}>{row.feedback?.split('\n')[0]}</span>,
};

function nameOf(flag: QueueRow['flags'][number]): string {
  return flagWords[flag].name;
}
