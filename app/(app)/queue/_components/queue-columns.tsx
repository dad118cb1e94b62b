'use client';

import { Health } from '@/app/(app)/_shared/status-marks';
import { accountLabel, type QueueRow } from '@/app/(app)/queue/queue-row';
import { type ColumnId, columnIds } from '@/app/(app)/queue/search-params';
import { type DataTableColumn, dataTableColumnHelper } from '@/components/table/columns';
import { Badge, StatusDot } from '@/components/ui/badge';
import {
  formatCompactMoney,
  formatDateTimeZone,
  formatNumber,
  formatRelative,
} from '@/components/ui/format';
import { useNow, useTimeZone } from '@/components/ui/time';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { flagLabels } from '@/lib/decisions/labels';
import { ReviewCell, VerdictMark } from './claude-review';
import { breakpointOf, columnLayouts } from './queue-layout';

const columnHelper = dataTableColumnHelper<QueueRow>();

const shortHeaders: Partial<Record<ColumnId, string>> = { csm: 'CSM', neediness: 'Need' };

/** What is worth seeing largest first; of health and age the smallest is. */
const descendingFirst: ReadonlySet<ColumnId> = new Set([
  'score',
  'neediness',
  'revenue',
  'flags',
  'verdict',
]);

/** The table's columns: those chosen, or those there is room for when nobody chose. */
export function queueColumns(
  rows: readonly QueueRow[],
  chosen: boolean,
): DataTableColumn<QueueRow>[] {
  const advised = hasAnyReview(rows);
  return columnIds
    .filter((id) => !columnLayouts[id].optional || advised)
    .map((id) => {
      const { optional, room: _, ...shape } = columnLayouts[id];
      const room = breakpointOf(id, advised);
      return columnHelper.accessor((row) => row.id, {
        id,
        header: shortHeaders[id] ?? shape.label,
        sortDescFirst: descendingFirst.has(id),
        meta: chosen || !room ? shape : { ...shape, room },
        cell: ({ row }) => cells[id](row.original),
      });
    });
}

/** Whether Claude, or another program's model, said something of any of the rows. */
export function hasAnyReview(rows: readonly QueueRow[]): boolean {
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
  revenue: (row) => formatCompactMoney(row.revenue),
  segment: (row) => [row.segment, row.level].filter(Boolean).join(' · ') || '–',
  age: (row) => <AgeCell at={row.recommendedAt} />,
  flags: ({ flags }) => {
    const [first, ...others] = flags;
    if (!first) return null;
    return (
      <span className="flex items-center gap-1" title={flags.map(flagName).join(', ')}>
        <Badge tone="warn" className="min-w-0">
          <span aria-hidden="true" className="truncate">
            {flagLabels[first].short}
          </span>
          <VisuallyHidden>{flagName(first)}</VisuallyHidden>
        </Badge>
        {others.length > 0 && <span className="text-xs text-ink-muted">+{others.length}</span>}
      </span>
    );
  },
  verdict: (row) => <ReviewCell row={row} />,
};

function flagName(flag: QueueRow['flags'][number]): string {
  return flagLabels[flag].name;
}

/** How long ago in as few letters as can be: the column's name says the rest. */
function AgeCell({ at }: { readonly at: Date }) {
  const now = useNow();
  const zone = useTimeZone();
  return (
    <time dateTime={at.toISOString()} title={formatDateTimeZone(at, zone)} suppressHydrationWarning>
      {formatRelative(at, now).replace(/ ago$/, '').replace('just now', 'now')}
    </time>
  );
}

/** That something speaks against a row, where there is no room to say what. */
function FlagMark({
  flags,
  className,
}: {
  readonly flags: QueueRow['flags'];
  readonly className: string;
}) {
  if (flags.length === 0) return null;
  const label = flags.map((flag) => flagLabels[flag].name).join(', ');
  return <StatusDot tone="warn" label={label} className={className} />;
}
