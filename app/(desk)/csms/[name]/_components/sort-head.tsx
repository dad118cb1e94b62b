import Link from 'next/link';
import type { ReactNode } from 'react';
import { Th } from '@/components/ui/table';
import { csmHref } from '../../../hrefs';
import { type BookSort, type CsmQuery, csmPageHref } from '../search-params';

/** The page of a CSM with a state of the book. */
export function bookHref(name: string, query: CsmQuery): string {
  return csmPageHref(csmHref(name), query);
}

/** What begins with the most when it is sorted by first. */
const mostFirst: readonly BookSort['column'][] = ['neediness', 'revenue', 'since'];

/** A column's head; following it sorts by the column, and once more the other way round. */
export function SortHead({
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
  const descending = here ? !sort.descending : mostFirst.includes(column);
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
