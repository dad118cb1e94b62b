import Link from 'next/link';
import { AccountLink, CsmLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { runHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { violationsHref } from '@/app/(app)/cooling/search-params';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  type Cooling,
  type CoolingViolation,
  violationsPageSize,
} from '@/lib/analytics/cooling/get-cooling';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { capitalize, originLabel } from './cooling-labels';

/** The accounts received while the CSM was still cooling, newest first. */
export function ViolationsPanel({
  cooling: { violations, compliance },
  query,
  format,
}: {
  readonly cooling: Cooling;
  readonly query: ScopeQuery;
  readonly format: Format;
}) {
  const total = compliance.violations;
  return (
    <div id="violations">
      <Panel
        title="Violations"
        actions={
          <ListPages
            label="Pages of violations"
            page={violations.page}
            size={violationsPageSize}
            total={total}
            href={(page) => violationsHref(query, page)}
            exportHref={scopeHref('/api/exports/cooling-violations', query)}
          />
        }
        description="Accounts received within the cooling period of the same CSM’s previous one. If two arrived at the same moment, the second counts."
        flush
      >
        {total === 0 ? (
          <p className="px-4 py-3 text-ink-muted">No violations in this period.</p>
        ) : (
          <StaticTable
            label="Accounts received too soon"
            className="min-w-[52rem]"
            columns={[
              { id: 'received', label: 'Received' },
              { id: 'csm', label: 'CSM', rowHeader: true },
              { id: 'account', label: 'Account' },
              { id: 'gap', label: 'Time since previous' },
              { id: 'decision', label: 'Decision', className: 'min-w-52' },
              { id: 'record', label: 'Record' },
            ]}
            rows={violations.rows.map((violation) => toRow(violation, format))}
          />
        )}
      </Panel>
    </div>
  );
}

function toRow(violation: CoolingViolation, format: Format) {
  const { csm, accountId, accountName, at, previousAt, previousId, previousName, runId } =
    violation;
  return {
    id: `${csm} ${accountId} ${at.getTime()}`,
    className: 'align-top',
    cells: {
      received: <Time at={at} show="absolute" />,
      csm: <CsmLink name={csm} />,
      account: (
        <>
          <AccountLink id={accountId} name={accountName} />
          {runId && (
            <Link
              href={runHref(runId)}
              prefetch={false}
              className="block text-xs text-accent-ink underline underline-offset-2"
            >
              {`Run ${runId}`}
            </Link>
          )}
        </>
      ),
      gap: (
        <>
          <span className="whitespace-nowrap">
            {format.duration(at.getTime() - previousAt.getTime())}
          </span>
          <span className="block text-xs text-ink-muted">
            after <AccountLink id={previousId} name={previousName} />
          </span>
        </>
      ),
      decision: <Decision violation={violation} />,
      record: violation.recommendationId ? (
        <RecordLink id={violation.recommendationId} of={accountName ?? accountId ?? csm} />
      ) : (
        <span className="text-ink-muted">None</span>
      ),
    },
  };
}

/** The decision behind a violation: who made it, when, and whether it overrode the rule. */
function Decision({ violation }: { readonly violation: CoolingViolation }) {
  const { origin, decidedBy, decidedAt, acknowledged, reason, note } = violation;
  if (origin === 'elsewhere' || origin === 'outside') return capitalize(originLabel(origin));
  return (
    <>
      {capitalize(originLabel(origin, decidedBy))}
      {decidedAt && (
        <>
          {' '}
          <Time at={decidedAt} />
        </>
      )}
      <span className="block text-xs text-ink-muted">
        {acknowledged ? 'The cooling rule was overridden.' : 'Not flagged as cooling.'}
        {reason && ` ${decisionReasonLabel(reason)}.`}
        {note && ` “${note}”`}
      </span>
    </>
  );
}
