import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { runScopeLabel } from '@/app/(app)/_shared/run-status';
import { exportFailures, type Failure } from '@/lib/analytics/diagnostics/lists';
import { runStatusLabels } from '@/lib/runs/labels';

const columns: readonly ExportColumn<Failure>[] = [
  { title: 'Run', cell: ({ runId }) => runId },
  { title: 'Failed', cell: (row) => (row.kind === 'run' ? runScopeLabel(row) : 'Claude’s review') },
  { title: 'Dry run', cell: (row) => (row.kind === 'run' ? row.dryRun : null) },
  { title: 'Status', cell: (row) => (row.kind === 'run' ? runStatusLabels[row.status] : null) },
  { title: 'Asked for', cell: (row) => (row.kind === 'review' ? row.asked : null) },
  { title: 'Reviewed', cell: (row) => (row.kind === 'review' ? row.reviewed : null) },
  { title: 'Started at', cell: ({ startedAt }) => startedAt },
  { title: 'Started by', cell: (row) => (row.kind === 'run' ? row.startedByName : null) },
  { title: 'Cause', cell: ({ failure }) => failure },
];

/** Returns all runs and reviews of the last two weeks that failed as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const list = { name: 'failures', title: 'Failed runs and reviews' };
  return exportAll(request, { ...list, columns }, exportFailures);
}
