import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { buttonStyle } from '@/components/ui/button-style';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { AcceptanceRows } from '@/lib/analytics/get-acceptance-rows';
import { reasonWords } from '@/lib/decisions/reasons';
import { verdictWords } from '@/lib/review/words';
import { accountHref } from '../../hrefs';
import { outcomeWords } from './outcome-words';

type Row = AcceptanceRows['rows'][number];

/** The recommendations behind a figure, or their place while they are read. */
export function RowsPanel({
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
      description={listed ? sizeOf(listed) : 'Looking them up.'}
      flush
      aside={
        <Link
          href={close}
          prefetch={false}
          data-print="none"
          className={buttonStyle('secondary', 'sm')}
        >
          Close the list
        </Link>
      }
    >
      {listed ? (
        listed.rows.length > 0 && <RowsTable title={title} rows={listed.rows} />
      ) : (
        <Skeleton className="h-96" />
      )}
    </Panel>
  );
}

function sizeOf({ total, rows }: AcceptanceRows): string {
  if (total === 0) return 'There is no such recommendation in this period.';
  const all = formatCount(total, 'recommendation');
  return total > rows.length ? `The latest ${formatNumber(rows.length)} of ${all}.` : `${all}.`;
}

function RowsTable({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
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
              <Account row={row} />
            </th>
            <Td className="min-w-28">{row.recommendedCsm ?? '–'}</Td>
            <Td>
              <Badge>{outcomeWords[row.outcome]}</Badge>
            </Td>
            <Td className="min-w-28">{row.givenCsm ?? '–'}</Td>
            <Td>{row.verdict ? verdictWords[row.verdict].name : '–'}</Td>
            <Td className="max-w-80 min-w-48">
              <Reason row={row} />
            </Td>
            <Td className="min-w-28">{row.elsewhere ? 'Elsewhere' : (row.byName ?? '–')}</Td>
            <Td>
              <When row={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Account({ row: { accountId, accountName } }: { readonly row: Row }) {
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

function Reason({ row: { reason, note } }: { readonly row: Row }) {
  if (!reason && !note) return '–';
  return (
    <>
      {reason && reasonWords(reason)}
      {note && <p className="text-xs break-words text-ink-muted">{note}</p>}
    </>
  );
}

function When({ row }: { readonly row: Row }) {
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
