import Link from 'next/link';
import { AccountLink } from '@/app/(app)/_shared/entity-links';
import { Table, Td, Th } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { AcceptanceRows } from '@/lib/analytics/acceptance/get-acceptance-rows';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import { outcomeLabels } from './acceptance-labels';

type Row = AcceptanceRows['rows'][number];

/** The recommendations behind a figure. */
export function RecommendationsPanel({
  title,
  list,
  closeHref,
  format,
}: {
  readonly title: string;
  readonly list: AcceptanceRows;
  /** The page without the list. */
  readonly closeHref: string;
  readonly format: Format;
}) {
  return (
    <Panel
      title={title}
      description={countLabel(list, format)}
      flush
      aside={
        <Link
          href={closeHref}
          prefetch={false}
          data-print="none"
          className={buttonClass('secondary', 'sm')}
        >
          Close list
        </Link>
      }
    >
      {list.rows.length > 0 && <RecommendationsTable title={title} rows={list.rows} />}
    </Panel>
  );
}

function countLabel({ total, rows }: AcceptanceRows, format: Format): string {
  if (total === 0) return 'No such recommendations in this date range.';
  const all = format.count(total, 'recommendation');
  return total > rows.length ? `Latest ${format.number(rows.length)} of ${all}.` : `${all}.`;
}

function RecommendationsTable({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
}) {
  return (
    <Table label={`Table: ${title}`} scrollClass="max-h-96">
      <thead>
        <tr>
          <Th>Account</Th>
          <Th>Recommended</Th>
          <Th>Outcome</Th>
          <Th>Assigned to</Th>
          <Th>Claude’s verdict</Th>
          <Th>Reason and note</Th>
          <Th>Decided by</Th>
          <Th>When</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ids can repeat, and the list is never reordered.
          <tr key={index}>
            <th scope="row" className="min-w-40 border-b border-line px-3 py-2 font-normal">
              <AccountCell row={row} />
            </th>
            <Td className="min-w-28">{row.recommendedCsm ?? '–'}</Td>
            <Td>
              <Badge>{outcomeLabels[row.outcome]}</Badge>
            </Td>
            <Td className="min-w-28">{row.givenCsm ?? '–'}</Td>
            <Td>{row.verdict ? verdictLabels[row.verdict].name : '–'}</Td>
            <Td className="max-w-80 min-w-48">
              <ReasonCell row={row} />
            </Td>
            <Td className="min-w-28">{row.external ? 'Another program' : (row.byName ?? '–')}</Td>
            <Td>
              <TimeCell row={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function AccountCell({ row: { accountId, accountName } }: { readonly row: Row }) {
  return <AccountLink id={accountId} name={accountName} />;
}

function ReasonCell({ row: { reason, note } }: { readonly row: Row }) {
  if (!reason && !note) return '–';
  return (
    <>
      {reason && decisionReasonLabel(reason)}
      {note && <p className="text-xs break-words text-ink-muted">{note}</p>}
    </>
  );
}

function TimeCell({ row }: { readonly row: Row }) {
  if (row.decidedAt) return <Time at={row.decidedAt} show="absolute" />;
  if (row.outcome === 'pending') {
    return (
      <Link
        href={`/queue?row=${row.id}`}
        prefetch={false}
        className="whitespace-nowrap text-accent-ink underline underline-offset-2"
      >
        Open in queue
      </Link>
    );
  }
  return (
    <span className="whitespace-nowrap text-ink-muted">
      Made <Time at={row.recommendedAt} show="absolute" />
    </span>
  );
}
