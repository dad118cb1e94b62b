import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportInScope } from '@/app/(app)/_shared/export-route';
import { type ExportedDecision, exportCsmDecisions } from '@/lib/analytics/csm/export-csm';
import { decisionReasonLabel, decisionVerbLabels } from '@/lib/decisions/labels';

const columns: readonly ExportColumn<ExportedDecision>[] = [
  { title: 'Account', cell: ({ accountId }) => accountId },
  { title: 'Account name', cell: ({ accountName }) => accountName },
  { title: 'Recommendation', cell: ({ recommendationId }) => recommendationId },
  { title: 'Decision', cell: ({ verb }) => decisionVerbLabels[verb] },
  { title: 'From', cell: ({ from }) => from },
  { title: 'To', cell: ({ to }) => to },
  { title: 'Reason', cell: ({ reason }) => reason && decisionReasonLabel(reason) },
  { title: 'Note', cell: ({ note }) => note },
  { title: 'Decided by', cell: ({ byName }) => byName },
  { title: 'Decided at', cell: ({ at }) => at },
];

/** Returns all decisions of the period on a CSM’s recommendations as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const name = new URL(request.url).searchParams.get('csm') ?? '';
  const list = { name: `decisions ${name}`, title: `Decisions on recommendations of ${name}` };
  return exportInScope(
    request,
    { ...list, columns },
    (ctx, scope) => exportCsmDecisions(ctx, { name, scope }),
    { filtered: false },
  );
}
