import type { ChartData } from '@/components/charts/chart-data';
import type { Cooling } from '@/lib/analytics/get-cooling';
import { type ScopeQuery, scopeHref } from '../../_scope/scope-params';
import { causeWords } from './way-words';

const day = 86_400_000;

/** Receipts and violations by week, each week linked to its own violations. */
export function weekData({ receipts, weeks }: Cooling['kept'], query: ScopeQuery): ChartData {
  return {
    columns: [
      { key: 'week', title: 'Week of', kind: 'day' },
      { key: 'violations', title: 'Too soon', kind: 'count' },
      { key: 'receipts', title: 'Received', kind: 'count' },
      { key: 'share', title: 'Share too soon', kind: 'share', digits: 1 },
    ],
    rows:
      receipts === 0
        ? []
        : weeks.map(({ week, ...own }) => {
            const here = `${scopeHref('/cooling', { ...query, from: week, to: sundayOf(week) })}#violations`;
            return {
              id: week,
              cells: {
                week,
                ...own,
                share: own.receipts > 0 ? own.violations / own.receipts : null,
              },
              hrefs: { week: here, violations: here },
            };
          }),
  };
}

/** Violations by what led to them. */
export function causeData({ causes, violations: all }: Cooling['kept']): ChartData {
  return {
    columns: [
      { key: 'cause', title: 'Cause', kind: 'text' },
      { key: 'violations', title: 'Violations', kind: 'count' },
      { key: 'share', title: 'Share', kind: 'share' },
    ],
    rows: causes.map(({ way, aside, violations }) => ({
      id: `${way} ${aside}`,
      cells: { cause: causeWords({ way, aside, violations }), violations, share: violations / all },
      hrefs: { violations: '#violations' },
    })),
  };
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(monday) + 6 * day).toISOString().slice(0, 10);
}
