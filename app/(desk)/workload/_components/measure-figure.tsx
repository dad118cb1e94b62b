import type { ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/get-workload';
import { csmHref } from '../../hrefs';
import { WaitingFigure } from './waiting-figure';

const measures = {
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
export function MeasureFigure({
  workload,
  measure,
}: {
  readonly workload: Workload | null;
  readonly measure: keyof typeof measures;
}) {
  const { question, description } = measures[measure];
  return (
    <WaitingFigure
      question={question}
      description={description}
      place="bars"
      data={workload && dataOf(workload.books, measure)}
      mark={{ kind: 'bars', label: 'csm', values: ['sum'] }}
      file={`${measure}-of-books`}
      empty="Nobody is active here."
    />
  );
}

function dataOf(books: Workload['books'], measure: keyof typeof measures): ChartData {
  const { title, kind, each } = measures[measure];
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
