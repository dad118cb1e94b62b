import { AccountLink, CsmLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { csmHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { type CsmQuery, csmPageHref, exportHref } from '@/app/(app)/csms/[name]/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { csmDecisionsPageSize } from '@/lib/analytics/csm/get-csm';
import type { CsmDecision, CsmDetails } from '@/lib/analytics/csm/types';
import { decisionReasonLabel, decisionVerbLabels } from '@/lib/decisions/labels';

/** The period's decisions on recommendations of the CSM or in their favor, newest first. */
export function DecisionsPanel({
  csm: { name, decisions },
  query,
}: {
  readonly csm: CsmDetails;
  readonly query: CsmQuery;
}) {
  const { page, onPage, total } = decisions;
  return (
    <div id="decisions">
      <Panel
        title="Decisions"
        description="Decisions made in the period on recommendations of this CSM, and overrides to this CSM."
        actions={
          <ListPages
            label="Pages of decisions"
            page={page}
            total={total}
            size={csmDecisionsPageSize}
            href={(decided) => `${csmPageHref(csmHref(name), { ...query, decided })}#decisions`}
            exportHref={exportHref('decisions', name, query)}
          />
        }
        flush
      >
        {total === 0 ? (
          <p className="px-4 py-6 text-ink-muted">No decisions in this period.</p>
        ) : (
          <StaticTable
            label="Decisions, newest first"
            className="min-w-[60rem]"
            columns={[
              { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
              { id: 'verb', label: 'Decision', className: 'whitespace-nowrap' },
              { id: 'from', label: 'From', className: 'min-w-32' },
              { id: 'to', label: 'To', className: 'min-w-32' },
              { id: 'reason', label: 'Reason', className: 'min-w-48 wrap-anywhere' },
              { id: 'by', label: 'By', className: 'min-w-28 wrap-anywhere' },
              { id: 'at', label: 'When', className: 'text-ink-muted' },
              { id: 'record', label: 'Record' },
            ]}
            rows={onPage.map((decision) => ({
              id: decision.id,
              cells: {
                account: <AccountLink id={decision.accountId} name={decision.accountName} showId />,
                verb: decisionVerbLabels[decision.verb],
                from: <CsmCell name={decision.from} current={name} />,
                to: <CsmCell name={decision.to} current={name} />,
                reason: <ReasonCell decision={decision} />,
                by: decision.byName,
                at: <Time at={decision.at} show="absolute" />,
                record: (
                  <RecordLink
                    id={decision.recommendationId}
                    of={decision.accountName ?? decision.accountId}
                  />
                ),
              },
            }))}
          />
        )}
      </Panel>
    </div>
  );
}

function ReasonCell({ decision: { reason, note } }: { readonly decision: CsmDecision }) {
  return (
    <>
      {reason ? decisionReasonLabel(reason) : '–'}
      {note && (
        <span className="block text-xs whitespace-pre-wrap text-ink-muted">{`“${note}”`}</span>
      )}
    </>
  );
}

/** A link to the CSM, except to the one whose page this is. */
function CsmCell({ name, current }: { readonly name: string | null; readonly current: string }) {
  if (name === null) return <span className="text-ink-muted">–</span>;
  if (name === current) return <span className="font-medium wrap-anywhere">{name}</span>;
  return <CsmLink name={name} />;
}
