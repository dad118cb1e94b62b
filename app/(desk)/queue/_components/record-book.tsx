'use client';

import { Bar } from '@/components/ui/bar';
import { formatMoneyShort, formatNumber, formatShare } from '@/components/ui/format';
import type { Book, Candidate } from '@/lib/routing/types';
import { RecordSection } from './record-section';

const measures: readonly {
  readonly name: string;
  readonly of: (book: Book) => number | null;
  readonly write: (value: number | null) => string;
}[] = [
  { name: 'Accounts', of: (book) => book.accounts, write: (value) => formatNumber(value) },
  { name: 'Neediness', of: (book) => book.neediness, write: (value) => formatNumber(value, 1) },
  { name: 'Revenue', of: (book) => book.revenue, write: (value) => formatMoneyShort(value) },
  {
    name: 'Red share',
    of: ({ red, accounts }) => (accounts > 0 ? red / accounts : null),
    write: (value) => formatShare(value, 1),
  },
];

/** What the book of the recommended CSM is, and what it would be. */
export function RecordBook({ chosen }: { readonly chosen: Candidate }) {
  const { bookBefore, bookAfter, capacity } = chosen;
  const full = `${bookAfter.accounts} of ${capacity} accounts`;
  const over = bookAfter.accounts > capacity;
  return (
    <RecordSection title={`The book of ${chosen.csm}`} aside="before → after">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm">
        {measures.map(({ name, of, write }) => (
          <div key={name} className="flex items-baseline justify-between gap-2">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="whitespace-nowrap">
              <span className="text-ink-muted">{write(of(bookBefore))}</span>
              <span aria-hidden="true" className="px-1 text-ink-faint">
                →
              </span>
              <span className="sr-only"> then </span>
              <span className="font-medium">{write(of(bookAfter))}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2.5 flex items-center gap-3 text-xs text-ink-muted">
        <Bar
          share={bookAfter.accounts / capacity}
          mark={bookBefore.accounts / capacity}
          tone={over ? 'danger' : bookAfter.accounts >= capacity * 0.9 ? 'warn' : 'accent'}
          text={`The book would be ${full}`}
        />
        <span className="whitespace-nowrap">{full}</span>
      </p>
    </RecordSection>
  );
}
