import Link from 'next/link';
import { AccountLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { queueRowHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { RecommendationStateBadge, VerdictName } from '@/app/(app)/_shared/status-marks';
import { type RowsQuery, rowsExportHref, rowsHref } from '@/app/(app)/acceptance/search-params';
import { type StaticColumn, type StaticRow, StaticTable } from '@/components/table/static-table';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  type AcceptanceRows,
  acceptanceRowsPageSize,
} from '@/lib/analytics/acceptance/get-acceptance-rows';
import { decisionReasonLabel } from '@/lib/decisions/labels';

type Row = AcceptanceRows['rows'][number];

/** The recommendations behind a figure. */
export function RecommendationsPanel({
  title,
  list,
  scope,
  rowsQuery,
  format,
}: {
  readonly title: string;
  readonly list: AcceptanceRows;
  readonly scope: ScopeQuery;
  /** The filter of the list. */
  readonly rowsQuery: RowsQuery;
  readonly format: Format;
}) {
  return (
    <Panel
      title={title}
      description={countLabel(list, format)}
      flush
      actions={
        <div className="flex flex-wrap items-center justify-end gap-2" data-print="none">
          <ListPages
            label="Pages of recommendations"
            page={list.page}
            size={acceptanceRowsPageSize}
            total={list.total}
            href={(page) => rowsHref(scope, rowsQuery, page)}
            exportHref={rowsExportHref(scope, rowsQuery)}
          />
          <Link
            href={scopeHref('/acceptance', scope)}
            prefetch={false}
            className={buttonClass('secondary', 'sm')}
          >
            Close list
          </Link>
        </div>
      }
    >
      {list.rows.length > 0 && (
        <StaticTable label={`Table: ${title}`} columns={columns} rows={list.rows.map(tableRow)} />
      )}
    </Panel>
  );
}

function countLabel({ total }: AcceptanceRows, format: Format): string {
  if (total === 0) return 'No such recommendations in this date range.';
  return `${format.count(total, 'recommendation')}.`;
}

const columns: readonly StaticColumn[] = [
  { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
  { id: 'recommended', label: 'Recommended', className: 'min-w-28' },
  { id: 'outcome', label: 'Outcome' },
  { id: 'assigned', label: 'Assigned to', className: 'min-w-28' },
  { id: 'verdict', label: 'Claude’s verdict' },
  { id: 'reason', label: 'Reason and note', className: 'max-w-80 min-w-48' },
  { id: 'decidedBy', label: 'Decided by', className: 'min-w-28' },
  { id: 'time', label: 'When', className: 'whitespace-nowrap' },
  { id: 'record', label: 'Record' },
];

function tableRow(row: Row, index: number): StaticRow {
  return {
    // Recommendation ids can repeat in the data team's table.
    id: `${index} ${row.id}`,
    cells: {
      account: <AccountLink id={row.accountId} name={row.accountName} />,
      recommended: row.recommendedCsm ?? '–',
      outcome: (
        <RecommendationStateBadge state={row.outcome === 'incomplete' ? null : row.outcome} />
      ),
      assigned: row.givenCsm ?? '–',
      verdict: row.verdict ? <VerdictName verdict={row.verdict} /> : '–',
      reason: <ReasonCell row={row} />,
      decidedBy: row.external ? 'Another program' : (row.byName ?? '–'),
      time: <TimeCell row={row} />,
      // A row without an account or a CSM has no record.
      record: row.outcome !== 'incomplete' && (
        <RecordLink id={row.id} of={row.accountName ?? row.accountId ?? row.id} />
      ),
    },
  };
}

function ReasonCell({ row: { reason, note } }: { readonly row: Row }) {
  if (!reason && !note) return '–';
  return (
    <>
      {reason && decisionReasonLabel(reason)}
      {note && <p className="text-xs wrap-anywhere text-ink-muted">{note}</p>}
    </>
  );
}

function TimeCell({ row }: { readonly row: Row }) {
  if (row.decidedAt) return <Time at={row.decidedAt} show="absolute" />;
  if (row.outcome === 'pending') {
    return (
      <Link
        href={queueRowHref(row.id)}
        prefetch={false}
        className="text-accent-ink underline underline-offset-2"
      >
        Open in queue
      </Link>
    );
  }
  return (
    <span className="text-ink-muted">
      Made <Time at={row.recommendedAt} show="absolute" />
    </span>
  );
}
