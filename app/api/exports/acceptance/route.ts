import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { exportInScope } from '@/app/(app)/_shared/export-route';
import { outcomeLabels, rowsTitle } from '@/app/(app)/acceptance/_components/acceptance-labels';
import { loadRowsQuery, toRowsFilter } from '@/app/(app)/acceptance/search-params';
import {
  exportAcceptanceRows,
  type ListedRecommendation,
} from '@/lib/analytics/acceptance/get-acceptance-rows';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';

const columns: readonly ExportColumn<ListedRecommendation>[] = [
  { title: 'Recommendation', cell: ({ id }) => id },
  { title: 'Account', cell: ({ accountId }) => accountId },
  { title: 'Account name', cell: ({ accountName }) => accountName },
  { title: 'Recommended CSM', cell: ({ recommendedCsm }) => recommendedCsm },
  { title: 'Score', cell: ({ score }) => score },
  { title: 'Outcome', cell: ({ outcome }) => outcomeLabels[outcome] },
  { title: 'Assigned to', cell: ({ givenCsm }) => givenCsm },
  { title: 'Claude’s verdict', cell: ({ verdict }) => verdict && verdictLabels[verdict].name },
  { title: 'Reason', cell: ({ reason }) => reason && decisionReasonLabel(reason) },
  { title: 'Note', cell: ({ note }) => note },
  { title: 'Decided by', cell: (row) => (row.external ? 'Another program' : row.byName) },
  { title: 'Decided at', cell: ({ decidedAt }) => decidedAt },
  { title: 'Recommended at', cell: ({ recommendedAt }) => recommendedAt },
];

/** Returns all rows of the acceptance page's list, for the same search params, as a CSV file. */
export async function GET(request: Request): Promise<Response> {
  const query = loadRowsQuery(request);
  const filter = toRowsFilter(query);
  const title = filter ? rowsTitle(query, await currentFormat()) : 'All recommendations';
  return exportInScope(request, { name: 'acceptance', title, columns }, (ctx, scope) =>
    exportAcceptanceRows(ctx, scope, filter ?? {}),
  );
}
