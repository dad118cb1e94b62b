import { csmHref } from '@/app/(app)/_shared/links';
import type { ChartData } from '@/components/charts/chart-data';
import { changeOf } from '@/lib/analytics/workload/fullness-history';
import type { RecommendedTotals } from '@/lib/analytics/workload/get-workload';
import { takenClassLabel, type WorkloadGroup } from '@/lib/analytics/workload/groups';
import { nameKey } from '@/lib/names';
import { acceptanceRate, perCapacity } from './workload-columns';

/** Every figure of every CSM, for the table view and the CSV file. */
export function workloadData(
  groups: readonly WorkloadGroup[],
  recommended: readonly RecommendedTotals[],
): ChartData {
  const byCsm = new Map(recommended.map((totals) => [nameKey(totals.csm), totals]));
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'manager', title: 'Manager', kind: 'text' },
      { key: 'class', title: 'Class', kind: 'text' },
      { key: 'tenure', title: 'Tenure (months)', kind: 'number' },
      { key: 'eligible', title: 'Available now', kind: 'text' },
      { key: 'accounts', title: 'Accounts', kind: 'count' },
      { key: 'pending', title: 'Pending', kind: 'count' },
      { key: 'capacity', title: 'Capacity', kind: 'count' },
      { key: 'share', title: 'Share of capacity', kind: 'share', digits: 1 },
      { key: 'ofShare', title: 'Of their share in their class', kind: 'share' },
      { key: 'neediness', title: 'Neediness', kind: 'number' },
      { key: 'needinessPer', title: 'Neediness per capacity', kind: 'number', digits: 2 },
      { key: 'revenue', title: 'Revenue', kind: 'money' },
      { key: 'revenuePer', title: 'Revenue per capacity', kind: 'money' },
      { key: 'red', title: 'Red', kind: 'count' },
      { key: 'yellow', title: 'Yellow', kind: 'count' },
      { key: 'green', title: 'Green', kind: 'count' },
      { key: 'unknown', title: 'Unknown health', kind: 'count' },
      { key: 'received', title: 'Received', kind: 'count' },
      { key: 'recommended', title: 'Recommended', kind: 'count' },
      { key: 'accepted', title: 'Accepted', kind: 'count' },
      { key: 'rate', title: 'Acceptance rate', kind: 'share', digits: 1 },
      { key: 'score', title: 'Average score', kind: 'number', digits: 2 },
      { key: 'change', title: 'Change in share of capacity', kind: 'share', digits: 1 },
    ],
    rows: groups.flatMap(({ rows }) =>
      rows.map((row) => ({
        id: row.csm,
        cells: {
          csm: row.csm,
          manager: row.manager,
          class: takenClassLabel(row),
          tenure: row.tenureMonths,
          eligible: row.eligible ? 'Yes' : 'No',
          accounts: row.owned,
          pending: row.pending,
          capacity: row.capacity,
          share: row.share,
          ofShare:
            row.hasPeers && row.target.accounts > 0
              ? row.load.accounts / row.target.accounts
              : null,
          neediness: row.load.neediness,
          needinessPer: perCapacity(row, 'neediness'),
          revenue: row.load.revenue,
          revenuePer: perCapacity(row, 'revenue'),
          red: row.red,
          yellow: row.yellow,
          green: row.green,
          unknown: row.unknown,
          received: row.received,
          recommended: row.recommended,
          accepted: row.accepted,
          rate: acceptanceRate(row),
          score: byCsm.get(nameKey(row.csm))?.score ?? null,
          change: changeOf(row.history),
        },
        hrefs: { csm: csmHref(row.csm) },
      })),
    ),
  };
}
