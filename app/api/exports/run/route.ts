import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import type { RunDeferral, RunResult } from '@/lib/read-model/run-schemas';
import { getRun, type Run } from '@/lib/runs/read-runs';
import { exportDeferrals } from '@/lib/runs/run-deferrals';
import type { Context } from '@/lib/server/context';

type Row = RunResult['placements'][number] | RunDeferral;

const columns: readonly ExportColumn<Row>[] = [
  { title: 'Account', cell: ({ accountId }) => accountId },
  { title: 'Account name', cell: ({ accountName }) => accountName },
  { title: 'Outcome', cell: (row) => ('csm' in row ? 'Placed' : 'Deferred') },
  { title: 'CSM', cell: (row) => ('csm' in row ? row.csm : null) },
  { title: 'Score', cell: (row) => ('csm' in row ? row.score : null) },
  {
    title: 'Reason',
    cell: (row) => ('csm' in row ? null : exclusionLabels[row.reason]),
  },
  {
    title: 'Earliest change',
    cell: (row) => ('csm' in row || row.until === null ? null : new Date(row.until)),
  },
  { title: 'Neediness', cell: ({ neediness }) => neediness },
  { title: 'Health', cell: ({ health }) => health },
  { title: 'Health color', cell: ({ color }) => color },
  { title: 'Revenue', cell: ({ revenue }) => revenue },
  { title: 'Segment', cell: ({ segment }) => segment },
  { title: 'Level', cell: ({ level }) => level },
];

/** Returns the accounts that a run placed and those that it deferred as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const id = new URL(request.url).searchParams.get('id') ?? '';
  const list = { name: `run ${id}`, title: `Run ${id}`, columns };
  return exportAll<Row>(request, list, async (ctx) => rowsOf(ctx, await getRun(ctx, id)));
}

async function* rowsOf(ctx: Context, run: Run): AsyncGenerator<readonly Row[]> {
  yield run.result?.placements ?? [];
  yield* await exportDeferrals(ctx, run);
}
