import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportInScope } from '@/app/(app)/_shared/export-route';
import { capitalize, originLabel } from '@/app/(app)/cooling/_components/cooling-labels';
import { exportViolations } from '@/lib/analytics/cooling/export-violations';
import type { CoolingViolation } from '@/lib/analytics/cooling/get-cooling';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { MINUTE_MS } from '@/lib/time';

const columns: readonly ExportColumn<CoolingViolation>[] = [
  { title: 'Received at', cell: ({ at }) => at },
  { title: 'CSM', cell: ({ csm }) => csm },
  { title: 'Account', cell: ({ accountId }) => accountId },
  { title: 'Account name', cell: ({ accountName }) => accountName },
  {
    title: 'Minutes since previous',
    cell: ({ at, previousAt }) => Math.round((+at - +previousAt) / MINUTE_MS),
  },
  { title: 'Previous account', cell: ({ previousId }) => previousId },
  { title: 'Cause', cell: (row) => capitalize(originLabel(row.origin, row.decidedBy)) },
  { title: 'Decided at', cell: ({ decidedAt }) => decidedAt },
  { title: 'Rule overridden', cell: ({ acknowledged }) => acknowledged },
  { title: 'Reason', cell: ({ reason }) => reason && decisionReasonLabel(reason) },
  { title: 'Note', cell: ({ note }) => note },
  { title: 'Run', cell: ({ runId }) => runId },
];

/** Returns all cooling violations of the period as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const list = { name: 'cooling-violations', title: 'Cooling violations' };
  return exportInScope(request, { ...list, columns }, exportViolations);
}
