import Link from 'next/link';
import { Dot } from '@/components/ui/dot';
import { formatFixed, formatMoney, formatNumber } from '@/components/ui/format';
import { Pagination } from '@/components/ui/pagination';
import { Panel } from '@/components/ui/panel';
import { Table, Td } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Tone } from '@/components/ui/tone';
import type { BookAccount, CsmView } from '@/lib/analytics/csm-view';
import { bookPageSize, type CsmQuery } from '../search-params';
import { AccountLink } from './account-link';
import { bookHref, SortHead } from './sort-head';

const tones: Record<NonNullable<BookAccount['color']>, Tone> = {
  red: 'danger',
  yellow: 'warn',
  green: 'ok',
};

/** The accounts that a CSM owns, a page of them. */
export function BookPanel({ csm, query }: { readonly csm: CsmView; readonly query: CsmQuery }) {
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
        <Nothing csm={csm} query={query} />
      ) : (
        <Table label="Accounts of the book" className="min-w-[48rem]" scrollClass="max-h-[36rem]">
          <thead>
            <tr>
              <SortHead {...head} column="name">
                Account
              </SortHead>
              <SortHead {...head} column="neediness" end>
                Neediness
              </SortHead>
              <SortHead {...head} column="health">
                Health
              </SortHead>
              <SortHead {...head} column="revenue" end>
                Revenue
              </SortHead>
              <SortHead {...head} column="class">
                Segment and level
              </SortHead>
              <SortHead {...head} column="since">
                Assigned
              </SortHead>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <Line key={account.id} account={account} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function Line({ account }: { readonly account: BookAccount }) {
  const { id, name, neediness, health, color, revenue, segment, level, since } = account;
  return (
    <tr>
      <Td className="min-w-48">
        <AccountLink id={id} name={name} />
      </Td>
      <Td end>{formatFixed(neediness, 1)}</Td>
      <Td>
        <Dot tone={color ? tones[color] : 'neutral'} label={color ?? 'unknown'}>
          {formatNumber(health)}
        </Dot>
      </Td>
      <Td end>{formatMoney(revenue)}</Td>
      <Td className="whitespace-nowrap">{[segment, level].filter(Boolean).join(' · ') || '–'}</Td>
      <Td className="whitespace-nowrap text-ink-muted">
        {since ? <Time at={since} show="absolute" /> : 'unknown'}
      </Td>
    </tr>
  );
}

function Nothing({ csm, query }: { readonly csm: CsmView; readonly query: CsmQuery }) {
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
