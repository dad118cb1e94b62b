import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { runScopeLabel } from '@/app/(app)/_shared/run-status';
import { runStatusLabels } from '@/lib/runs/labels';
import { exportRuns, type ListedRun } from '@/lib/runs/read-runs';

const columns: readonly ExportColumn<ListedRun>[] = [
  { title: 'Run', cell: ({ id }) => id },
  { title: 'Scope', cell: runScopeLabel },
  { title: 'Dry run', cell: ({ dryRun }) => dryRun },
  { title: 'Status', cell: ({ status }) => runStatusLabels[status] },
  { title: 'Failure', cell: ({ failure }) => failure },
  { title: 'Started at', cell: ({ startedAt }) => startedAt },
  { title: 'Ended at', cell: ({ finishedAt }) => finishedAt },
  { title: 'Started by', cell: ({ startedByName }) => startedByName },
  { title: 'Policy version', cell: ({ policyVersion }) => policyVersion },
  { title: 'Placed', cell: ({ placed }) => placed },
  { title: 'Deferred', cell: ({ deferred }) => deferred },
];

/** Returns all runs as a CSV file. */
export function GET(request: Request): Promise<Response> {
  return exportAll(request, { name: 'runs', title: 'Runs', columns }, exportRuns);
}
