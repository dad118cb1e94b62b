import type { ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/get-workload';
import { csmHref } from '../../hrefs';
import { WaitingFigure } from './waiting-figure';

/** What each book is made of by health. */
export function HealthFigure({ workload }: { readonly workload: Workload | null }) {
  return (
    <WaitingFigure
      question="How healthy are the books?"
      description="Accounts of each active CSM by health; the most red first."
      place="legendAndBars"
      data={workload && dataOf(workload.books)}
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

function dataOf(books: Workload['books']): ChartData {
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
