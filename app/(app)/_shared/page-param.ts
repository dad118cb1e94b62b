import { createParser, parseAsInteger } from 'nuqs/server';

/** The page of a list in the URL, from 1; the first page is not written. */
export const parseAsPage = createParser({
  parse: (text) => {
    const page = parseAsInteger.parse(text);
    return page !== null && page >= 1 ? Math.min(page, 1_000_000) : null;
  },
  serialize: String,
}).withDefault(1);
