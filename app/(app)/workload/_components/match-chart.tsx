import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import type { MatchCount, MatchCounts } from '@/lib/analytics/workload/match-quality';

/** How well accounts and CSMs match. */
export function MatchChart({ workload }: { readonly workload: Workload }) {
  return (
    <Chart
      question="Do accounts and CSMs match?"
      description="Accounts recommended in the date range and received (by the CSM’s tenure at the time), and current books. Higher is better."
      data={matchData(workload.match)}
      spec={{ kind: 'horizontal-bar', label: 'match', values: ['received', 'books'] }}
      file="match-quality"
    />
  );
}

function matchData({ received, books, experience }: Workload['match']): ChartData {
  const labels: readonly (readonly [keyof MatchCounts, string])[] = [
    ['needyWithExperienced', `High-need accounts with ${experience.needyMonths}+ month CSMs`],
    ['redWithSenior', `Red accounts with ${experience.redMonths}+ month CSMs`],
    ['newCsmGreen', 'New CSMs’ accounts that are green'],
  ];
  return {
    columns: [
      { key: 'match', title: 'Match', kind: 'text' },
      { key: 'received', title: 'Received in the date range', kind: 'share', digits: 1 },
      { key: 'receivedCount', title: 'Received: matched', kind: 'count' },
      { key: 'receivedOf', title: 'Received: total', kind: 'count' },
      { key: 'books', title: 'Current books', kind: 'share', digits: 1 },
      { key: 'booksCount', title: 'Books: matched', kind: 'count' },
      { key: 'booksOf', title: 'Books: total', kind: 'count' },
    ],
    rows: labels.map(([key, match]) => ({
      id: key,
      cells: {
        match,
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
