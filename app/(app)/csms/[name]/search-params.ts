import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsInteger,
} from 'nuqs/server';
import { scopeParams } from '@/app/(app)/_shared/scope-params';
import type { getCsm } from '@/lib/analytics/csm/get-csm';

type BookColumn = Parameters<typeof getCsm>[1]['sort'];

/** How many accounts of a book a page has. */
export const bookPageSize = 50;

/** The columns an address may sort a book by. */
const sortable = [
  'name',
  'neediness',
  'health',
  'revenue',
  'class',
  'since',
] as const satisfies readonly BookColumn[];

export interface BookSort {
  readonly column: BookColumn;
  readonly descending: boolean;
}

/** `name` or `-neediness`. */
const parseAsSort = createParser<BookSort>({
  parse: (text) => {
    const column = sortable.find((name) => name === text.replace(/^-/, ''));
    return column ? { column, descending: text.startsWith('-') } : null;
  },
  serialize: ({ column, descending }) => (descending ? `-${column}` : column),
  eq: (a, b) => a.column === b.column && a.descending === b.descending,
});

const parseAsPage = createParser({
  parse: (text) => {
    const page = parseAsInteger.parse(text);
    return page !== null && page >= 1 ? Math.min(page, 1_000_000) : null;
  },
  serialize: String,
});

const bookParams = {
  sort: parseAsSort.withDefault({ column: 'neediness', descending: true }),
  page: parseAsPage.withDefault(1),
};

export const loadBookQuery = createLoader(bookParams);

const all = { ...scopeParams, ...bookParams };
export type CsmQuery = inferParserType<typeof all>;

/** The page with a state; what is as usual is left out. */
export const csmPageHref = createSerializer(all);
