import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { exportInScope } from '@/app/(app)/_shared/export-route';
import { listTitle } from '@/app/(app)/reviews/_components/list-title';
import { loadListQuery, toDecisionFilter } from '@/app/(app)/reviews/search-params';
import {
  exportReviewedDecisions,
  type ReviewedDecisionRow,
} from '@/lib/analytics/reviews/get-reviewed-decisions';
import {
  decisionReasonLabel,
  decisionStates,
  recommendationStateLabels,
} from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';

const columns: readonly ExportColumn<ReviewedDecisionRow>[] = [
  { title: 'Recommendation', cell: ({ recommendationId }) => recommendationId },
  { title: 'Account', cell: ({ accountId }) => accountId },
  { title: 'Account name', cell: ({ accountName }) => accountName },
  { title: 'Claude’s verdict', cell: ({ verdict }) => verdict && verdictLabels[verdict].name },
  { title: 'Verdict hidden', cell: ({ verdict, hidden }) => (verdict ? hidden : null) },
  { title: 'Recommended CSM', cell: ({ recommendedCsm }) => recommendedCsm },
  { title: 'Suggested CSM', cell: ({ suggestedCsm }) => suggestedCsm },
  { title: 'Outcome', cell: ({ verb }) => recommendationStateLabels[decisionStates[verb]] },
  { title: 'Assigned to', cell: ({ assignedCsm }) => assignedCsm },
  { title: 'Reason', cell: ({ reason }) => reason && decisionReasonLabel(reason) },
  { title: 'Note', cell: ({ note }) => note },
  { title: 'Decided by', cell: ({ byName }) => byName },
  { title: 'Decided at', cell: ({ decidedAt }) => decidedAt },
];

/** Returns all rows of the Reviews page's list, for the same search params, as a CSV file. */
export async function GET(request: Request): Promise<Response> {
  const query = loadListQuery(request);
  const title = listTitle(query, await currentFormat());
  const filter = toDecisionFilter(query) ?? { group: 'all' };
  return exportInScope(
    request,
    { name: 'reviews', title, columns },
    (ctx, scope) => exportReviewedDecisions(ctx, scope, filter),
    { filtered: false },
  );
}
