import type { Book, Csm, RoutableAccount } from './types';

/** Orders text by code units, the same in every locale. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Accounts by id. Where an id comes twice, the copy whose contents sort first is kept, so that the
 * order of the input decides nothing.
 */
export function canonicalAccounts(accounts: readonly RoutableAccount[]): RoutableAccount[] {
  return uniqueBy(
    accounts,
    (account) => account.id,
    ({ id, name, segment, level, neediness, health, color, revenue, rejected }) => {
      const rejections = rejected.map(({ csm, until }) => JSON.stringify([csm, until]));
      return [id, name, segment, level, neediness, health, color, revenue, rejections.sort(byText)];
    },
  );
}

/** CSMs by name, each once as for accounts, with receipts in time order and totals made finite. */
export function canonicalCsms(csms: readonly Csm[]): Csm[] {
  const tidy = csms.map((csm) => ({
    ...csm,
    tenureMonths: finiteOrNull(csm.tenureMonths),
    capacity: finiteOrNull(csm.capacity),
    received: csm.received.filter(Number.isFinite).sort((a, b) => a - b),
    book: tidyBook(csm.book),
  }));
  return uniqueBy(
    tidy,
    (csm) => csm.name,
    (csm) => {
      const { accounts, neediness, revenue, red, green } = csm.book;
      const { name, active, tenureMonths, segment, level, capacity, awayUntil, received } = csm;
      const limits = [capacity, awayUntil, csm.lastReceivedAt, csm.reservedAt];
      const books = [accounts, neediness, revenue, red, green];
      return [name, !active, tenureMonths, segment, level, limits, books, received];
    },
  );
}

function uniqueBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  contentsOf: (item: Item) => unknown,
): Item[] {
  const kept = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    const twin = kept.get(key);
    const first =
      twin === undefined ||
      byText(JSON.stringify(contentsOf(item)), JSON.stringify(contentsOf(twin))) < 0;
    if (first) kept.set(key, item);
  }
  return [...kept.values()].sort((a, b) => byText(keyOf(a), keyOf(b)));
}

const finiteOrNull = (value: number | null) =>
  value !== null && Number.isFinite(value) && value >= 0 ? value : null;

function tidyBook(book: Book): Book {
  const total = (value: number) => (Number.isFinite(value) && value > 0 ? value : 0);
  return {
    accounts: total(book.accounts),
    neediness: total(book.neediness),
    revenue: total(book.revenue),
    red: total(book.red),
    green: total(book.green),
  };
}
