import { ChartOrFixedSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import type { ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import type { MatchCount, MatchCounts } from '@/lib/analytics/workload/match-quality';

const matchKinds: readonly (readonly [keyof MatchCounts, string])[] = [
  ['needyWithExperienced', 'Needy with the experienced'],
  ['redWithSenior', 'Red with seniors'],
  ['newCsmGreen', 'New CSMs with green'],
];

/** Whether accounts are with those who can take them. */
export function MatchChart({ workload }: { readonly workload: Workload | null }) {
  return (
    <ChartOrFixedSkeleton
      question="Do accounts go to those who can take them?"
      description="Shares of needy accounts with CSMs of 6 months or more, of red ones with 12 or more, and of new CSMs’ accounts that are green: as received of what was recommended in the period, by the tenure of that day, and in the books as they stand. More is better."
      note="The months and limits are the policy’s. CSMs of unknown tenure count neither for nor against; a dash says that there was none of the kind."
      place="few"
      data={workload && matchData(workload.match)}
      mark={{ kind: 'bars', label: 'kind', values: ['received', 'books'] }}
      file="match-quality"
    />
  );
}

function matchData({ received, books }: Workload['match']): ChartData {
  return {
    columns: [
      { key: 'kind', title: 'Match', kind: 'text' },
      { key: 'received', title: 'Received in the period', kind: 'share', digits: 1 },
      { key: 'receivedCount', title: '… matched', kind: 'count' },
      { key: 'receivedOf', title: '… of', kind: 'count' },
      { key: 'books', title: 'In the books now', kind: 'share', digits: 1 },
      { key: 'booksCount', title: '… matched', kind: 'count' },
      { key: 'booksOf', title: '… of', kind: 'count' },
    ],
    rows: matchKinds.map(([key, kind]) => ({
      id: key,
      cells: {
        kind,
        received: shareOf(received[key]),
        receivedCount: received[key].count,
        receivedOf: received[key].of,
        books: shareOf(books[key]),
        booksCount: books[key].count,
        booksOf: books[key].of,
      },
    })),
  };
}

function shareOf({ count, of }: MatchCount): number | null {
  return of > 0 ? count / of : null;
}
