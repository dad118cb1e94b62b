import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { CsmDecision, CsmDetails } from '@/lib/analytics/csm/types';
import { decisionReasonLabel } from '@/lib/decisions/labels';

const verbLabels: Readonly<Record<CsmDecision['verb'], string>> = {
  accept: 'Accepted',
  override: 'Overrode',
  reject: 'Rejected',
  undo: 'Undid',
};

/** The period's decisions on recommendations of the CSM or in their favor, newest first. */
export function DecisionsPanel({
  csm: { name, decisions },
  format,
}: {
  readonly csm: CsmDetails;
  readonly format: Format;
}) {
  const { newest, total } = decisions;
  const count =
    newest.length < total
      ? `The newest ${format.number(newest.length)} of ${format.number(total)}`
      : format.count(total, 'decision');
  return (
    <div id="decisions" className="scroll-mt-4">
      <Panel
        title="Decisions"
        description="Decisions made in the period on recommendations of this CSM, and overrides to this CSM."
        actions={<p className="text-sm text-ink-muted">{count}</p>}
        flush
      >
        {newest.length === 0 ? (
          <p className="px-4 py-6 text-ink-muted">No decisions in this period.</p>
        ) : (
          <StaticTable
            label="Decisions, newest first"
            className="min-w-[60rem]"
            scrollClass="max-h-[36rem]"
            columns={[
              { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
              { id: 'verb', label: 'Decision', className: 'whitespace-nowrap' },
              { id: 'from', label: 'From', className: 'min-w-32' },
              { id: 'to', label: 'To', className: 'min-w-32' },
              { id: 'reason', label: 'Reason', className: 'min-w-48 wrap-anywhere' },
              { id: 'by', label: 'By', className: 'min-w-28 wrap-anywhere' },
              { id: 'at', label: 'When', className: 'text-ink-muted' },
            ]}
            rows={newest.map((decision) => ({
              id: decision.id,
              cells: {
                account: <AccountLink id={decision.accountId} name={decision.accountName} showId />,
                verb: verbLabels[decision.verb],
                from: <CsmCell name={decision.from} current={name} />,
                to: <CsmCell name={decision.to} current={name} />,
                reason: <ReasonCell decision={decision} />,
                by: decision.byName,
                at: <Time at={decision.at} show="absolute" />,
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
