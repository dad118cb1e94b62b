import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/get-workload';
import { csmHref } from '../../hrefs';
import { WaitingFigure } from './waiting-figure';

/** Each book against what its CSM can carry. */
export function CapacityFigure({
  workload,
  narrowed,
}: {
  readonly workload: Workload | null;
  readonly narrowed: boolean;
}) {
  return (
    <WaitingFigure
      question="Who carries more than they can?"
      description={
        narrowed
          ? 'Accounts of the chosen segment and level, the others of the same book, and the capacity of the CSM; the fullest first.'
          : 'Accounts of each active CSM now, and the most they may own: their own limit, else that of their class. The fullest first.'
      }
      place="legendAndBars"
      data={workload && dataOf(workload.books, narrowed)}
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

function dataOf(books: Workload['books'], narrowed: boolean): ChartData {
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
