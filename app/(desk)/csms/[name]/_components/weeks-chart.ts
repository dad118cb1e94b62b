import type { ChartData } from '@/components/charts/chart-data';
import type { CsmWeek } from '@/lib/analytics/csm-view';

/** Receipts by week, for a chart and its table. */
export function weeksChart(weeks: readonly CsmWeek[]): ChartData {
  return {
    columns: [
      { key: 'week', title: 'Week of', kind: 'day' },
      { key: 'accepted', title: 'Accepted', kind: 'count' },
      { key: 'overridden', title: 'Overridden to them', kind: 'count' },
      { key: 'outside', title: 'Outside this program', kind: 'count' },
    ],
    rows: weeks.map(({ week, accepted, overridden, outside }) => ({
      id: week,
      cells: { week, accepted, overridden, outside },
    })),
  };
}
