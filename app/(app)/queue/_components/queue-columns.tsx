'use client';

import { Health } from '@/app/(app)/_shared/status-marks';
import { accountLabel, type QueueRow } from '@/app/(app)/queue/queue-row';
import { type ColumnId, columnIds } from '@/app/(app)/queue/search-params';
import { type DataTableColumn, dataTableColumnHelper } from '@/components/table/columns';
import { Badge, StatusDot } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { useNow } from '@/components/ui/time';
import { flagLabels } from '@/lib/decisions/labels';
import { ReviewCell, VerdictMark } from './claude-review';
import { breakpointOf, columnLayouts } from './queue-layout';
import { RefusedMark } from './refused-decision';

const columnHelper = dataTableColumnHelper<QueueRow>();

const shortHeaders: Partial<Record<ColumnId, string>> = { csm: 'CSM', neediness: 'Need' };

/** Columns whose largest values are the most interesting. */
const descendingFirst: ReadonlySet<ColumnId> = new Set([
  'score',
  'neediness',
  'revenue',
  'flags',
  'verdict',
]);

/**
 * The table's columns.
 * @param isCustom whether the user chose the columns; otherwise breakpoints hide some of them
 */
export function queueColumns(
  rows: readonly QueueRow[],
  isCustom: boolean,
  format: Format,
): DataTableColumn<QueueRow>[] {
  const hasReviews = hasAnyReview(rows);
  const cells = cellRenderers(format);
  return columnIds
    .filter((id) => !columnLayouts[id].optional || hasReviews)
    .map((id) => {
      const { optional: _, showFrom: __, ...layout } = columnLayouts[id];
      const showFrom = breakpointOf(id, hasReviews);
      return columnHelper.accessor((row) => row.id, {
        id,
        header: shortHeaders[id] ?? layout.label,
        sortDescFirst: descendingFirst.has(id),
        meta: isCustom || !showFrom ? layout : { ...layout, showFrom },
        cell: ({ row }) => cells[id](row.original),
      });
    });
}

/** Whether any row has a review by Claude or feedback from another program. */
export function hasAnyReview(rows: readonly QueueRow[]): boolean {
  return rows.some(({ feedback, review }) => feedback || review);
}

const cellRenderers = (
  format: Format,
): Readonly<Record<ColumnId, (row: QueueRow) => React.ReactNode>> => ({
  account: (row) => (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate" title={`${accountLabel(row)} (${row.accountId})`}>
        <span className="font-medium">{accountLabel(row)}</span>
        {row.accountName && <span className="ml-2 text-xs text-ink-muted">{row.accountId}</span>}
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-1.5">
        <RefusedMark recommendationId={row.id} />
        <VerdictMark review={row.review} className="@min-[640px]:hidden" />
        <FlagMark flags={row.flags} className="@min-[800px]:hidden" />
      </span>
    </span>
  ),
  csm: (row) => <span title={row.recommendedCsm}>{row.recommendedCsm}</span>,
  score: (row) => format.number(row.score),
  neediness: (row) => format.fixed(row.neediness, 1),
  health: (row) => <Health health={row.health} color={row.color} />,
  revenue: (row) => format.compactMoney(row.revenue),
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
          <span className="sr-only">{flagName(first)}</span>
        </Badge>
        {others.length > 0 && <span className="text-xs text-ink-muted">+{others.length}</span>}
      </span>
    );
  },
  verdict: (row) => <ReviewCell row={row} />,
});

function flagName(flag: QueueRow['flags'][number]): string {
  return flagLabels[flag].name;
}

/** A short age: the column header says what it is. */
function AgeCell({ at }: { readonly at: string }) {
  const now = useNow();
  const format = useFormat();
  const date = new Date(at);
  return (
    <time dateTime={at} title={format.dateTimeZone(date)} suppressHydrationWarning>
      {format.relative(date, now).replace(/ ago$/, '').replace('just now', 'now')}
    </time>
  );
}

/** A dot for flagged rows, where the Flags column does not fit. */
function FlagMark({
  flags,
  className,
}: {
  readonly flags: QueueRow['flags'];
  readonly className: string;
}) {
  if (flags.length === 0) return null;
  const label = flags.map(flagName).join(', ');
  return <StatusDot tone="warn" label={label} className={className} />;
}
