import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportInScope } from '@/app/(app)/_shared/export-route';
import { surplusCauses } from '@/lib/analytics/ledger/attribution';
import { getLedger, type LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import { type Dimension, dimensions } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';

interface Row {
  readonly entry: LedgerEntry;
  readonly dimension: Dimension;
}

const lineOf = ({ entry, dimension }: Row) => entry.lines[dimension];

const columns: readonly ExportColumn<Row>[] = [
  { title: 'CSM', cell: ({ entry }) => entry.name },
  { title: 'Manager', cell: ({ entry }) => entry.manager },
  { title: 'Measure', cell: ({ dimension }) => dimensionLabels[dimension] },
  { title: 'Received', cell: (row) => lineOf(row).received },
  { title: 'By capacity', cell: (row) => lineOf(row).share - lineOf(row).intakeByClass },
  { title: 'Intake by class', cell: (row) => lineOf(row).intakeByClass },
  { title: 'Share', cell: (row) => lineOf(row).share },
  { title: 'Above share', cell: (row) => lineOf(row).surplus },
  ...surplusCauses.map(
    (cause): ExportColumn<Row> => ({
      title: causeLabels[cause],
      cell: (row) => lineOf(row).causes[cause],
    }),
  ),
];

/** Returns the effort ledger of the period, with a row per CSM and measure, as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const list = { name: 'effort-ledger', title: 'Effort ledger', columns };
  return exportInScope<Row>(request, list, async (ctx, scope) => {
    const { period, entries } = await getLedger(ctx, scope);
    const rows = entries.flatMap((entry) => dimensions.map((dimension) => ({ entry, dimension })));
    return { period, batches: [rows] };
  });
}
