import { createLoader, createSerializer, type inferParserType, parseAsString } from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import { type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';
import { parseAsSort, type SortParam } from '@/app/(app)/_shared/sort-param';
import type { getCsm } from '@/lib/analytics/csm/get-csm';

type BookColumn = Parameters<typeof getCsm>[1]['sort'];

/** Accounts per page of the book. */
export const bookPageSize = 200;

/** The columns that a URL may sort the book by. */
const sortableColumns = [
  'name',
  'neediness',
  'health',
  'revenue',
  'class',
  'since',
] as const satisfies readonly BookColumn[];

export type BookSort = SortParam<BookColumn>;

const bookParams = {
  sort: parseAsSort<BookColumn>(sortableColumns).withDefault({
    column: 'neediness',
    descending: true,
  }),
  /** The page of the book. */
  page: parseAsPage,
  /** The page of decisions. */
  decided: parseAsPage,
};

export const loadBookQuery = createLoader(bookParams);

const pageParams = { ...scopeParams, ...bookParams };
export type CsmQuery = inferParserType<typeof pageParams>;

/** Builds a URL of the page; default values are omitted. */
export const csmPageHref = createSerializer(pageParams);

const exportParams = createSerializer({ ...scopeParams, csm: parseAsString });

/** The URL of a CSV file with all rows of one of the page's lists. */
export function exportHref(list: 'decisions' | 'book', csm: string, query: ScopeQuery): string {
  return exportParams(`/api/exports/csm-${list}`, { ...query, csm });
}
