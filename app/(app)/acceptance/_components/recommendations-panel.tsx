import Link from 'next/link';
import { accountHref } from '@/app/(app)/_shared/links';
import { Table, Td, Th } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import type { AcceptanceRows } from '@/lib/analytics/acceptance/get-acceptance-rows';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import { outcomeLabels } from './acceptance-labels';

type Row = AcceptanceRows['rows'][number];

/** The recommendations behind a figure, or their place while they are read. */
export function RecommendationsPanel({
  title,
  listed,
  close,
}: {
  readonly title: string;
  readonly listed: AcceptanceRows | null;
  /** The page without the list. */
  readonly close: string;
}) {
  return (
    <Panel
      title={title}
      description={listed ? countLabel(listed) : 'Looking them up.'}
      flush
      aside={
        <Link
          href={close}
          prefetch={false}
          data-print="none"
          className={buttonClass('secondary', 'sm')}
        >
          Close the list
        </Link>
      }
    >
      {listed ? (
        listed.rows.length > 0 && <RecommendationsTable title={title} rows={listed.rows} />
      ) : (
        <Skeleton className="h-96" />
      )}
    </Panel>
  );
}

function countLabel({ total, rows }: AcceptanceRows): string {
  if (total === 0) return 'There is no such recommendation in this period.';
  const all = formatCount(total, 'recommendation');
  return total > rows.length ? `The latest ${formatNumber(rows.length)} of ${all}.` : `${all}.`;
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
          <Th>Went to</Th>
          <Th>Claude said</Th>
          <Th>Reason and note</Th>
          <Th>Decided by</Th>
          <Th>When</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is never reordered
          <tr key={at}>
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
            <Td className="min-w-28">{row.elsewhere ? 'Elsewhere' : (row.byName ?? '–')}</Td>
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
  if (accountId === null) return 'No account';
  return (
    <Link
      href={accountHref(accountId)}
      prefetch={false}
      className="text-accent-ink underline underline-offset-2"
    >
      {accountName ?? accountId}
    </Link>
  );
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
        In the queue
      </Link>
    );
  }
  return (
    <span className="whitespace-nowrap text-ink-muted">
      made <Time at={row.recommendedAt} show="absolute" />
    </span>
  );
}
