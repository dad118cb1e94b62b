import Link from 'next/link';
import { countedByDecision } from '@/app/(app)/_shared/count-dates';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { recommendationHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { handoverHref, type ListPagesQuery } from '@/app/(app)/handover/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  type Handover,
  type HandoverEvent,
  handoverPageSize,
} from '@/lib/analytics/handover/get-handover';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { accountClassLabel } from '@/lib/runs/labels';
import { exceptionLabel, handoverVerbLabels, ruleNames } from './handover-labels';

interface Props {
  readonly handover: Handover;
  readonly query: ScopeQuery;
  readonly pages: ListPagesQuery;
  readonly format: Format;
}

/** Who got which account, who decided it, and how long that took. */
export function DecisionsPanel({ handover: { events }, query, pages, format }: Props) {
  return (
    <Panel
      title="Who got what"
      description={`Decisions in effect and assignments outside the app, newest first. ${countedByDecision}`}
      flush
      actions={
        <ListPages
          label="Pages of decisions"
          page={events.page}
          size={handoverPageSize}
          total={events.total}
          href={(decided) => handoverHref(query, { ...pages, decided })}
          exportHref={handoverExportHref(query)}
        />
      }
    >
      <StaticTable
        label="Decisions and assignments"
        className="min-w-[64rem]"
        scrollClass="max-h-[36rem]"
        columns={[
          { id: 'at', label: 'When', className: 'whitespace-nowrap' },
          { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
          { id: 'class', label: 'Class' },
          { id: 'csm', label: 'CSM', className: 'min-w-32' },
          { id: 'decision', label: 'Decision', className: 'min-w-28' },
          { id: 'by', label: 'Decided by', className: 'min-w-28' },
          { id: 'took', label: 'Time to decision', align: 'end' },
          { id: 'waited', label: 'Waited', align: 'end' },
        ]}
        rows={events.rows.map((event) => ({
          id: event.id,
          className: 'align-top',
          cells: {
            at: <Time at={event.at} show="absolute" />,
            account: <AccountLink id={event.accountId} name={event.accountName} showId />,
            class: accountClassLabel(event),
            csm: event.csm === null ? '–' : <CsmLink name={event.csm} />,
            decision: <RecordLink event={event} />,
            by: event.byName ?? '–',
            took: event.tookMs === null ? '–' : format.duration(event.tookMs),
            waited: event.waitedSince ? format.duration(+event.at - +event.waitedSince) : '–',
          },
        }))}
        empty={<p className="px-4 py-3 text-ink-muted">Nothing was decided in this period.</p>}
      />
    </Panel>
  );
}

/** Which rules were overridden, what was decided otherwise, by whom, and why. */
export function ExceptionsPanel({ handover, query, pages, format }: Props) {
  const { exceptions, exceptionCounts } = handover;
  return (
    <Panel
      title="Overridden rules, overrides, and rejections"
      description="Decisions that overrode a rule, chose another CSM, or rejected the recommendation."
      flush
      actions={
        exceptions.total > handoverPageSize && (
          <ListPages
            label="Pages of exceptions"
            page={exceptions.page}
            size={handoverPageSize}
            total={exceptions.total}
            href={(page) => handoverHref(query, { ...pages, exceptions: page })}
            exportHref={handoverExportHref(query)}
          />
        )
      }
    >
      {exceptions.total > 0 && (
        <ul aria-label="How often" className="flex flex-wrap gap-1.5 px-4 py-3">
          {exceptionCounts.map((count) => (
            <li key={exceptionLabel(count)}>
              <Badge tone={count.rules.length > 0 ? 'warn' : 'neutral'}>
                {`${exceptionLabel(count)}: ${format.number(count.decisions)}`}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      <StaticTable
        label="Decisions that override a rule or differ from the recommendation"
        className="min-w-[60rem]"
        scrollClass="max-h-[36rem]"
        columns={[
          { id: 'at', label: 'When', className: 'whitespace-nowrap' },
          { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
          { id: 'decision', label: 'Decision', className: 'min-w-28' },
          { id: 'csms', label: 'Recommended → assigned', className: 'min-w-40' },
          { id: 'rules', label: 'Rule overridden' },
          { id: 'reason', label: 'Reason and note', className: 'min-w-48' },
          { id: 'by', label: 'Decided by', className: 'min-w-28' },
        ]}
        rows={exceptions.rows.map((event) => ({
          id: event.id,
          className: 'align-top',
          cells: {
            at: <Time at={event.at} show="absolute" />,
            account: <AccountLink id={event.accountId} name={event.accountName} />,
            decision: <RecordLink event={event} />,
            csms: `${event.recommendedCsm ?? '–'} → ${event.csm ?? 'no one'}`,
            rules: ruleNames(event.rules).join(', ') || '–',
            reason: <Reason event={event} />,
            by: event.byName ?? '–',
          },
        }))}
        empty={
          <p className="px-4 py-3 text-ink-muted">
            Every recommendation was accepted, and no rule was overridden.
          </p>
        }
      />
    </Panel>
  );
}

/** What was decided, linked to the recommendation as it was then. */
function RecordLink({ event: { verb, recommendationId } }: { readonly event: HandoverEvent }) {
  const label = handoverVerbLabels[verb];
  if (recommendationId === null) return label;
  return (
    <Link
      href={recommendationHref(recommendationId)}
      prefetch={false}
      className="text-accent-ink underline underline-offset-2"
    >
      {label}
    </Link>
  );
}

function Reason({ event: { reason, note } }: { readonly event: HandoverEvent }) {
  if (!reason && !note) return '–';
  return (
    <>
      {reason && decisionReasonLabel(reason)}
      {note && <p className="text-xs wrap-anywhere text-ink-muted">{`“${note}”`}</p>}
    </>
  );
}

/** The URL of the handover as a CSV file. */
export function handoverExportHref(query: ScopeQuery): string {
  return handoverHref(query).replace('/handover', '/api/exports/handover');
}
