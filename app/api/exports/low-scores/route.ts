import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { exportLowScores, type LowScore } from '@/lib/analytics/diagnostics/lists';
import { recommendationStateLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';

const columns: readonly ExportColumn<LowScore>[] = [
  { title: 'Recommendation', cell: ({ id }) => id },
  { title: 'Score', cell: ({ score }) => score },
  { title: 'Account', cell: ({ accountId }) => accountId },
  { title: 'Recommended CSM', cell: ({ csm }) => csm },
  { title: 'State', cell: ({ state }) => state && recommendationStateLabels[state] },
  { title: 'Recommended at', cell: ({ at }) => at },
  { title: 'Claude’s verdict', cell: ({ verdict }) => verdict && verdictLabels[verdict].name },
  { title: 'Feedback', cell: ({ feedback }) => feedback },
];

/** Returns all recommendations since yesterday that were not accepted as a CSV file, lowest scores first. */
export function GET(request: Request): Promise<Response> {
  const list = {
    name: 'lowest-scores',
    title: 'Recommendations not accepted, lowest scores first',
  };
  return exportAll(request, { ...list, columns }, exportLowScores);
}
