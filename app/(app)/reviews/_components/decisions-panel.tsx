import Link from 'next/link';
import { AccountLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { RecommendationStateBadge, VerdictName } from '@/app/(app)/_shared/status-marks';
import { type ListQuery, listExportHref, listHref } from '@/app/(app)/reviews/search-params';
import { type StaticColumn, type StaticRow, StaticTable } from '@/components/table/static-table';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  type ReviewedDecisionRow,
  type ReviewedDecisions,
  reviewedDecisionsPageSize,
} from '@/lib/analytics/reviews/get-reviewed-decisions';
import { decisionReasonLabel, decisionStates } from '@/lib/decisions/labels';

/** The decisions behind a figure, each with a link to its record. */
export function DecisionsPanel({
  title,
  decisions: { rows, page, total },
  scope,
  list,
  format,
}: {
  readonly title: string;
  readonly decisions: ReviewedDecisions;
  readonly scope: ScopeQuery;
  /** The filter of the list. */
  readonly list: ListQuery;
  readonly format: Format;
}) {
  return (
    <Panel
      title={title}
      description={
        total === 0 ? 'No such decisions in this period.' : `${format.count(total, 'decision')}.`
      }
      flush
      actions={
        <div className="flex flex-wrap items-center justify-end gap-2" data-print="none">
          <ListPages
            label="Pages of decisions"
            page={page}
            total={total}
            size={reviewedDecisionsPageSize}
            href={(other) => listHref(scope, list, other)}
            exportHref={listExportHref(scope, list)}
          />
          <Link
            href={scopeHref('/reviews', scope)}
            prefetch={false}
            className={buttonClass('secondary', 'sm')}
          >
            Close list
          </Link>
        </div>
      }
    >
      {rows.length > 0 && (
        <StaticTable label={`Table: ${title}`} columns={columns} rows={rows.map(tableRow)} />
      )}
    </Panel>
  );
}

const columns: readonly StaticColumn[] = [
  { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
  { id: 'verdict', label: 'Claude’s verdict', className: 'min-w-28' },
  { id: 'recommended', label: 'Recommended', className: 'min-w-28' },
  { id: 'suggested', label: 'Suggested', className: 'min-w-28' },
  { id: 'outcome', label: 'Outcome' },
  { id: 'assigned', label: 'Assigned to', className: 'min-w-28' },
  { id: 'reason', label: 'Reason and note', className: 'max-w-80 min-w-40' },
  { id: 'decidedBy', label: 'Decided by', className: 'min-w-28' },
  { id: 'time', label: 'When', className: 'min-w-24' },
  { id: 'record', label: 'Record' },
];

function tableRow(row: ReviewedDecisionRow, index: number): StaticRow {
  return {
    id: `${index} ${row.recommendationId}`,
    cells: {
      account: <AccountLink id={row.accountId} name={row.accountName} />,
      verdict: <VerdictCell row={row} />,
      recommended: row.recommendedCsm ?? '–',
      suggested: row.suggestedCsm ?? '–',
      outcome: <RecommendationStateBadge state={decisionStates[row.verb]} />,
      assigned: row.assignedCsm ?? '–',
      reason: <ReasonCell row={row} />,
      decidedBy: row.byName ?? '–',
      time: <Time at={row.decidedAt} show="absolute" />,
      record: <RecordLink id={row.recommendationId} of={row.accountName ?? row.accountId} />,
    },
  };
}

function VerdictCell({ row: { verdict, hidden, late } }: { readonly row: ReviewedDecisionRow }) {
  if (!verdict) return late ? 'Reviewed later' : '–';
  return (
    <>
      <VerdictName verdict={verdict} />
      <span className="block text-xs text-ink-muted">{hidden ? 'Hidden' : 'Shown'}</span>
    </>
  );
}

function ReasonCell({ row: { reason, note } }: { readonly row: ReviewedDecisionRow }) {
  if (!reason && !note) return '–';
  return (
    <>
      {reason && decisionReasonLabel(reason)}
      {note && <p className="text-xs wrap-anywhere text-ink-muted">{note}</p>}
    </>
  );
}
