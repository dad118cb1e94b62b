import { csmHref } from '@/app/(app)/_shared/links';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/workload/get-workload';

/** Each book compared with its CSM's capacity. */
export function CapacityChart({
  workload,
  filtered,
}: {
  readonly workload: Workload;
  readonly filtered: boolean;
}) {
  return (
    <Chart
      question="Who is over capacity?"
      description={
        filtered
          ? 'Accounts in the selected segment and level, the rest of the book, pending recommendations, and the CSM’s capacity. Fullest first.'
          : 'Current accounts and pending recommendations of each active CSM, and their capacity: their own limit, or the limit of their class. Fullest first.'
      }
      data={capacityData(workload.books, filtered)}
      spec={{
        kind: 'horizontal-bar',
        label: 'csm',
        values: filtered ? ['accounts', 'others', 'pending'] : ['accounts', 'pending'],
        stacked: true,
        limit: 'capacity',
        tones: { others: 'neutral' },
      }}
      file="books-against-capacity"
      empty="No active CSMs."
    />
  );
}

function capacityData(books: Workload['books'], filtered: boolean): ChartData {
  const others: ChartColumn = { key: 'others', title: 'Other accounts', kind: 'count' };
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'accounts', title: 'Accounts', kind: 'count' },
      ...(filtered ? [others] : []),
      { key: 'pending', title: 'Pending', kind: 'count' },
      { key: 'capacity', title: 'Capacity', kind: 'count' },
      { key: 'share', title: 'Share of capacity', kind: 'share' },
      { key: 'neediness', title: 'Neediness', kind: 'number' },
      { key: 'revenue', title: 'Revenue', kind: 'money' },
      { key: 'red', title: 'Red', kind: 'count' },
      { key: 'yellow', title: 'Yellow', kind: 'count' },
      { key: 'green', title: 'Green', kind: 'count' },
      { key: 'unknown', title: 'Unknown health', kind: 'count' },
      { key: 'tenure', title: 'Tenure (months)', kind: 'number' },
      { key: 'eligible', title: 'Available now', kind: 'text' },
    ],
    rows: books.map((book) => ({
      id: book.csm,
      cells: {
        csm: book.csm,
        accounts: book.accounts,
        others: book.owned - book.accounts,
        pending: book.pending,
        capacity: book.capacity,
        share: book.share,
        neediness: book.neediness,
        revenue: book.revenue,
        red: book.red,
        yellow: book.yellow,
        green: book.green,
        unknown: book.unknown,
        tenure: book.tenureMonths,
        eligible: book.eligible ? 'Yes' : 'No',
      },
      hrefs: { csm: csmHref(book.csm) },
    })),
  };
}

/** The health of each book's accounts. */
export function HealthChart({ workload }: { readonly workload: Workload }) {
  return (
    <Chart
      question="How healthy are the books?"
      description="Accounts of each active CSM by health. Most red accounts first."
      data={healthData(workload.books)}
      spec={{
        kind: 'horizontal-bar',
        label: 'csm',
        values: ['red', 'yellow', 'green', 'unknown'],
        stacked: true,
        tones: { red: 'danger', yellow: 'warn', green: 'ok', unknown: 'neutral' },
      }}
      file="health-of-books"
      empty="No active CSMs."
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
      { key: 'redShare', title: 'Share red', kind: 'share' },
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
    question: 'Whose book needs the most attention?',
    title: 'Neediness',
    kind: 'number',
    description: 'Total neediness of each active CSM’s accounts. Highest first.',
  },
  revenue: {
    question: 'Whose book has the most revenue?',
    title: 'Revenue',
    kind: 'money',
    description: 'Total annual revenue of each active CSM’s accounts. Highest first.',
  },
} as const;

/** The total of a measure in each book. */
export function BookTotalChart({
  workload,
  measure,
}: {
  readonly workload: Workload;
  readonly measure: keyof typeof bookTotals;
}) {
  const { question, description } = bookTotals[measure];
  return (
    <Chart
      question={question}
      description={description}
      data={bookTotalData(workload.books, measure)}
      spec={{ kind: 'horizontal-bar', label: 'csm', values: ['total'] }}
      file={`${measure}-of-books`}
      empty="No active CSMs."
    />
  );
}

function bookTotalData(books: Workload['books'], measure: keyof typeof bookTotals): ChartData {
  const { title, kind } = bookTotals[measure];
  const sum = books.reduce((total, book) => total + book[measure], 0);
  const mean = books.length > 0 ? sum / books.length : 0;
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'total', title, kind },
      { key: 'ofMean', title: 'Share of the mean', kind: 'share' },
      { key: 'accounts', title: 'Accounts', kind: 'count' },
      { key: 'perAccount', title: `${title} per account`, kind },
    ],
    rows: books
      .toSorted((a, b) => b[measure] - a[measure])
      .map((book) => ({
        id: book.csm,
        cells: {
          csm: book.csm,
          total: book[measure],
          ofMean: mean > 0 ? book[measure] / mean : null,
          accounts: book.accounts,
          perAccount: book.accounts > 0 ? book[measure] / book.accounts : null,
        },
        hrefs: { csm: csmHref(book.csm) },
      })),
  };
}
