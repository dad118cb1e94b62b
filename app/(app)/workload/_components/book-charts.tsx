import { ChartOrFixedSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import { csmHref } from '@/app/(app)/_shared/links';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/workload/get-workload';

/** Each book against what its CSM can carry. */
export function CapacityChart({
  workload,
  narrowed,
}: {
  readonly workload: Workload | null;
  readonly narrowed: boolean;
}) {
  return (
    <ChartOrFixedSkeleton
      question="Who carries more than they can?"
      description={
        narrowed
          ? 'Accounts of the chosen segment and level, the others of the same book, and the capacity of the CSM; the fullest first.'
          : 'Accounts of each active CSM now, and the most they may own: their own limit, else that of their class. The fullest first.'
      }
      place="legendAndBars"
      data={workload && capacityData(workload.books, narrowed)}
      mark={{
        kind: 'bars',
        label: 'csm',
        values: narrowed ? ['accounts', 'others'] : ['accounts'],
        stacked: narrowed,
        limit: 'capacity',
        tones: { others: 'neutral' },
      }}
      file="books-against-capacity"
      empty="Nobody is active here."
    />
  );
}

function capacityData(books: Workload['books'], narrowed: boolean): ChartData {
  const others: ChartColumn = { key: 'others', title: 'Other accounts', kind: 'count' };
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'accounts', title: 'Accounts', kind: 'count' },
      ...(narrowed ? [others] : []),
      { key: 'capacity', title: 'Capacity', kind: 'count' },
      { key: 'share', title: 'Share of capacity', kind: 'share' },
      { key: 'neediness', title: 'Neediness', kind: 'number' },
      { key: 'revenue', title: 'Revenue', kind: 'money' },
      { key: 'red', title: 'Red', kind: 'count' },
      { key: 'yellow', title: 'Yellow', kind: 'count' },
      { key: 'green', title: 'Green', kind: 'count' },
      { key: 'unknown', title: 'Health unknown', kind: 'count' },
      { key: 'tenure', title: 'Tenure in months', kind: 'number' },
      { key: 'eligible', title: 'May receive now', kind: 'text' },
    ],
    rows: books.map((book) => ({
      id: book.csm,
      cells: {
        csm: book.csm,
        accounts: book.accounts,
        others: book.owned - book.accounts,
        capacity: book.capacity,
        share: book.share,
        neediness: book.neediness,
        revenue: book.revenue,
        red: book.red,
        yellow: book.yellow,
        green: book.green,
        unknown: book.unknown,
        tenure: book.tenureMonths,
        eligible: book.eligible ? 'yes' : 'no',
      },
      hrefs: { csm: csmHref(book.csm) },
    })),
  };
}

/** What each book is made of by health. */
export function HealthChart({ workload }: { readonly workload: Workload | null }) {
  return (
    <ChartOrFixedSkeleton
      question="How healthy are the books?"
      description="Accounts of each active CSM by health; the most red first."
      place="legendAndBars"
      data={workload && healthData(workload.books)}
      mark={{
        kind: 'bars',
        label: 'csm',
        values: ['red', 'yellow', 'green', 'unknown'],
        stacked: true,
        tones: { red: 'danger', yellow: 'warn', green: 'ok', unknown: 'neutral' },
      }}
      file="health-of-books"
      empty="Nobody is active here."
    />
  );
}

function healthData(books: Workload['books']): ChartData {
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'red', title: 'Red', kind: 'count' },
      { key: 'yellow', title: 'Yellow', kind: 'count' },
      { key: 'green', title: 'Green', kind: 'count' },
      { key: 'unknown', title: 'Unknown', kind: 'count' },
      { key: 'redShare', title: 'Red, share', kind: 'share' },
    ],
    rows: books
      .toSorted((a, b) => b.red - a.red || b.yellow - a.yellow)
      .map(({ csm, accounts, red, yellow, green, unknown }) => ({
        id: csm,
        cells: {
          ...{ csm, red, yellow, green, unknown },
          redShare: accounts > 0 ? red / accounts : null,
        },
        hrefs: { csm: csmHref(csm) },
      })),
  };
}

const bookTotals = {
  neediness: {
    question: 'Whose book asks for most attention?',
    title: 'Neediness',
    kind: 'number',
    description: 'Neediness of the accounts of each active CSM, added up; the most first.',
    each: 'For each account',
  },
  revenue: {
    question: 'Whose book is worth most?',
    title: 'Revenue',
    kind: 'money',
    description: 'Yearly revenue of the accounts of each active CSM, added up; the most first.',
    each: 'For each account',
  },
} as const;

/** How a sum over the accounts lies on the CSMs. */
export function BookTotalChart({
  workload,
  measure,
}: {
  readonly workload: Workload | null;
  readonly measure: keyof typeof bookTotals;
}) {
  const { question, description } = bookTotals[measure];
  return (
    <ChartOrFixedSkeleton
      question={question}
      description={description}
      place="bars"
      data={workload && bookTotalData(workload.books, measure)}
      mark={{ kind: 'bars', label: 'csm', values: ['sum'] }}
      file={`${measure}-of-books`}
      empty="Nobody is active here."
    />
  );
}

function bookTotalData(books: Workload['books'], measure: keyof typeof bookTotals): ChartData {
  const { title, kind, each } = bookTotals[measure];
  const total = books.reduce((sum, book) => sum + book[measure], 0);
  const mean = books.length > 0 ? total / books.length : 0;
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'sum', title, kind },
      { key: 'ofMean', title: 'Of the mean', kind: 'share' },
      { key: 'accounts', title: 'Accounts', kind: 'count' },
      { key: 'each', title: each, kind },
    ],
    rows: books
      .toSorted((a, b) => b[measure] - a[measure])
      .map((book) => ({
        id: book.csm,
        cells: {
          csm: book.csm,
          sum: book[measure],
          ofMean: mean > 0 ? book[measure] / mean : null,
          accounts: book.accounts,
          each: book.accounts > 0 ? book[measure] / book.accounts : null,
        },
        hrefs: { csm: csmHref(book.csm) },
      })),
  };
}
