import Link from 'next/link';
import { AccountLink } from '@/app/(app)/_shared/entity-links';
import { csmHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { Health } from '@/app/(app)/_shared/status-marks';
import {
  type BookSort,
  bookPageSize,
  type CsmQuery,
  csmPageHref,
  exportHref,
} from '@/app/(app)/csms/[name]/search-params';
import type { SortLink } from '@/components/table/header-cell';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { CsmDetails } from '@/lib/analytics/csm/types';

interface Props {
  readonly csm: CsmDetails;
  readonly query: CsmQuery;
}

/** One page of the accounts that the CSM owns, sortable by link. */
export function BookPanel({ csm, query, format }: Props & { readonly format: Format }) {
  const { accounts, total } = csm.bookPage;
  const sortLink = (column: BookSort['column']) => bookSortLink({ csm, query }, column);
  return (
    <Panel
      title="Book"
      flush
      actions={
        <ListPages
          label="Pages of the book"
          page={query.page}
          size={bookPageSize}
          total={total}
          href={(page) => bookHref(csm.name, { ...query, page })}
          exportHref={exportHref('book', csm.name, query)}
        />
      }
    >
      {accounts.length === 0 ? (
        <EmptyBook csm={csm} query={query} />
      ) : (
        <StaticTable
          label="Accounts of the book"
          className="min-w-[48rem]"
          scrollClass="max-h-[36rem]"
          columns={[
            {
              id: 'account',
              label: 'Account',
              sortLink: sortLink('name'),
              rowHeader: true,
              className: 'min-w-48',
            },
            {
              id: 'neediness',
              label: 'Neediness',
              align: 'end' as const,
              sortLink: sortLink('neediness'),
            },
            { id: 'health', label: 'Health', sortLink: sortLink('health') },
            {
              id: 'revenue',
              label: 'Revenue',
              align: 'end' as const,
              sortLink: sortLink('revenue'),
            },
            {
              id: 'class',
              label: 'Segment and level',
              className: 'whitespace-nowrap',
              sortLink: sortLink('class'),
            },
            {
              id: 'since',
              label: 'Assigned',
              sortLink: sortLink('since'),
              className: 'whitespace-nowrap text-ink-muted',
            },
          ]}
          rows={accounts.map(
            ({ id, name, neediness, health, color, revenue, segment, level, since }) => ({
              id,
              cells: {
                account: <AccountLink id={id} name={name} showId />,
                neediness: format.fixed(neediness, 1),
                health: <Health health={health} color={color} />,
                revenue: format.money(revenue),
                class: [segment, level].filter(Boolean).join(' · ') || '–',
                since: since ? <Time at={since} show="absolute" /> : 'Unknown',
              },
            }),
          )}
        />
      )}
    </Panel>
  );
}

function EmptyBook({ csm, query }: Props) {
  if (csm.bookPage.total === 0) {
    return <p className="px-4 py-6 text-ink-muted">This CSM owns no accounts.</p>;
  }
  return (
    <p className="px-4 py-6 text-ink-muted">
      {'There is no such page. '}
      <Link
        href={bookHref(csm.name, { ...query, page: 1 })}
        className="text-accent-ink underline underline-offset-2"
      >
        Show the first page
      </Link>
    </p>
  );
}

function bookHref(name: string, query: CsmQuery): string {
  return csmPageHref(csmHref(name), query);
}

/** Columns that are sorted in descending order first. */
const descendingFirst: readonly BookSort['column'][] = ['neediness', 'revenue', 'since'];

/** Sorts by the column; the current sort column's link reverses the order. */
function bookSortLink({ csm, query }: Props, column: BookSort['column']): SortLink {
  const { sort } = query;
  const isCurrent = sort.column === column;
  const descending = isCurrent ? !sort.descending : descendingFirst.includes(column);
  return {
    href: bookHref(csm.name, { ...query, sort: { column, descending }, page: 1 }),
    direction: isCurrent ? (sort.descending ? 'desc' : 'asc') : null,
  };
}
