import Link from 'next/link';
import type { ReactNode } from 'react';
import { AccountLink } from '@/app/(app)/_shared/entity-links';
import { csmHref } from '@/app/(app)/_shared/links';
import { Health } from '@/app/(app)/_shared/status-marks';
import {
  type BookSort,
  bookPageSize,
  type CsmQuery,
  csmPageHref,
} from '@/app/(app)/csms/[name]/search-params';
import { Table, Td, Th } from '@/components/table/table';
import { formatFixed, formatMoney } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Pagination } from '@/components/ui/pagination';
import { Time } from '@/components/ui/time';
import type { BookAccount, CsmDetails } from '@/lib/analytics/csm/types';

/** The accounts that a CSM owns, a page of them. */
export function BookPanel({ csm, query }: { readonly csm: CsmDetails; readonly query: CsmQuery }) {
  const { accounts, total } = csm.page;
  const head = { name: csm.name, query };
  return (
    <Panel
      title="Book"
      flush
      aside={
        <div data-print="none">
          <Pagination
            label="Pages of the book"
            page={query.page}
            size={bookPageSize}
            total={total}
            href={(page) => bookHref(csm.name, { ...query, page })}
          />
        </div>
      }
    >
      {accounts.length === 0 ? (
        <EmptyBook csm={csm} query={query} />
      ) : (
        <Table label="Accounts of the book" className="min-w-[48rem]" scrollClass="max-h-[36rem]">
          <thead>
            <tr>
              <SortableHeader {...head} column="name">
                Account
              </SortableHeader>
              <SortableHeader {...head} column="neediness" end>
                Neediness
              </SortableHeader>
              <SortableHeader {...head} column="health">
                Health
              </SortableHeader>
              <SortableHeader {...head} column="revenue" end>
                Revenue
              </SortableHeader>
              <SortableHeader {...head} column="class">
                Segment and level
              </SortableHeader>
              <SortableHeader {...head} column="since">
                Assigned
              </SortableHeader>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <BookRow key={account.id} account={account} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function BookRow({ account }: { readonly account: BookAccount }) {
  const { id, name, neediness, health, color, revenue, segment, level, since } = account;
  return (
    <tr>
      <Td className="min-w-48">
        <AccountLink id={id} name={name} showId />
      </Td>
      <Td end>{formatFixed(neediness, 1)}</Td>
      <Td>
        <Health health={health} color={color} />
      </Td>
      <Td end>{formatMoney(revenue)}</Td>
      <Td className="whitespace-nowrap">{[segment, level].filter(Boolean).join(' · ') || '–'}</Td>
      <Td className="whitespace-nowrap text-ink-muted">
        {since ? <Time at={since} show="absolute" /> : 'unknown'}
      </Td>
    </tr>
  );
}

function EmptyBook({ csm, query }: { readonly csm: CsmDetails; readonly query: CsmQuery }) {
  return (
    <p className="px-4 py-6 text-ink-muted">
      {csm.page.total === 0 ? (
        'They own no account.'
      ) : (
        <>
          {'This page is beyond the end. '}
          <Link
            href={bookHref(csm.name, { ...query, page: 1 })}
            className="text-accent-ink underline underline-offset-2"
          >
            Show the first
          </Link>
        </>
      )}
    </p>
  );
}

/** The page of a CSM with a state of the book. */
function bookHref(name: string, query: CsmQuery): string {
  return csmPageHref(csmHref(name), query);
}

/** What begins with the most when it is sorted by first. */
const descendingFirst: readonly BookSort['column'][] = ['neediness', 'revenue', 'since'];

/** A column's head; following it sorts by the column, and once more the other way round. */
function SortableHeader({
  name,
  query,
  column,
  end = false,
  children,
}: {
  readonly name: string;
  readonly query: CsmQuery;
  readonly column: BookSort['column'];
  readonly end?: boolean;
  readonly children: ReactNode;
}) {
  const { sort } = query;
  const here = sort.column === column;
  const descending = here ? !sort.descending : descendingFirst.includes(column);
  return (
    <Th end={end} aria-sort={here ? (sort.descending ? 'descending' : 'ascending') : undefined}>
      <Link
        href={bookHref(name, { ...query, sort: { column, descending }, page: 1 })}
        prefetch={false}
        scroll={false}
        className="hover:underline"
      >
        {children}
        {here && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
      </Link>
    </Th>
  );
}
