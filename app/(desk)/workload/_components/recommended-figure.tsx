import type { ChartData } from '@/components/charts/chart-data';
import type { RecommendedTo, Workload } from '@/lib/analytics/get-workload';
import { csmHref } from '../../hrefs';
import { type WorkloadQuery, windows } from '../search-params';
import { RecommendedControls } from './recommended-controls';
import { inOrder } from './recommended-order';
import { WaitingFigure } from './waiting-figure';

/** What was recommended to whom, and what came of it. */
export function RecommendedFigure({
  workload,
  query,
}: {
  readonly workload: Workload | null;
  readonly query: WorkloadQuery;
}) {
  const days = windows[query.window];
  return (
    <WaitingFigure
      question="Who is recommended, and how much of it is accepted?"
      description={
        <>
          {`Recommendations of the last ${days} days, whatever the period. The table has the averages: the score of all and of the accepted; neediness, health and revenue of the accepted.`}
          <RecommendedControls query={query} />
        </>
      }
      note="Still active: in the list of active CSMs. A name that the list has twice counts once."
      place="legendAndBars"
      data={workload && dataOf(inOrder(workload.recommended, query.sort))}
      mark={{
        kind: 'bars',
        label: 'csm',
        values: ['accepted', 'others'],
        stacked: true,
        tones: { accepted: 1, others: 'neutral' },
      }}
      file={`recommendations-of-${days}-days`}
      empty={`Nothing was recommended in the last ${days} days.`}
    />
  );
}

function dataOf(rows: readonly RecommendedTo[]): ChartData {
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'total', title: 'Recommended', kind: 'count' },
      { key: 'accepted', title: 'Accepted', kind: 'count' },
      { key: 'others', title: 'Not accepted', kind: 'count' },
      { key: 'rate', title: 'Accepted, share', kind: 'share' },
      { key: 'score', title: 'Average score', kind: 'number', digits: 2 },
      { key: 'acceptedScore', title: 'Score of accepted', kind: 'number', digits: 2 },
      { key: 'neediness', title: 'Neediness', kind: 'number', digits: 2 },
      { key: 'health', title: 'Health', kind: 'number', digits: 2 },
      { key: 'revenue', title: 'Revenue', kind: 'money' },
      { key: 'active', title: 'Still active', kind: 'text' },
    ],
    rows: rows.map((row, at) => ({
      id: row.csm ?? `nobody ${at}`,
      cells: {
        csm: row.csm ?? 'No CSM named',
        total: row.total,
        accepted: row.accepted,
        others: row.total - row.accepted,
        rate: row.accepted / row.total,
        score: row.score,
        acceptedScore: row.acceptedScore,
        neediness: row.neediness,
        health: row.health,
        revenue: row.revenue,
        active: row.stillActive ? 'yes' : 'no',
      },
      ...(row.csm !== null && { hrefs: { csm: csmHref(row.csm) } }),
    })),
  };
}
