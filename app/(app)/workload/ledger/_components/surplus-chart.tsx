import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import { surplusCauses } from '@/lib/analytics/ledger/attribution';
import type { LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';
import { measures } from './amounts';

/** Each CSM's surplus or deficit compared with their share, by cause. */
export function SurplusChart({
  entries,
  query,
  measure,
}: {
  /** Largest surplus first. */
  readonly entries: readonly LedgerEntry[];
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  return (
    <Chart
      question="Who received more than their share, and why?"
      description={`${measures[measure].unit} received above (right) or below (left) the CSM’s share among those who may take the accounts. The diamond is the total. Largest surplus first.`}
      data={surplusData(entries, query, measure)}
      spec={{ kind: 'diverging-bar', label: 'csm', values: [...surplusCauses], total: 'surplus' }}
      file={`effort-ledger-${measure}`}
      empty="No active CSM received anything in this date range."
    />
  );
}

function surplusData(
  entries: readonly LedgerEntry[],
  query: ScopeQuery,
  measure: Dimension,
): ChartData {
  const amountColumn = (key: string, title: string): ChartColumn => ({
    key,
    title,
    kind: measures[measure].kind,
  });
  const anyReceived = entries.some(({ lines }) => lines[measure].received > 0);
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      amountColumn('received', 'Received'),
      amountColumn('byCapacity', 'By capacity'),
      amountColumn('intakeByClass', 'Intake by class'),
      amountColumn('share', 'Share'),
      amountColumn('surplus', 'Above share'),
      ...surplusCauses.map((cause) => amountColumn(cause, causeLabels[cause])),
    ],
    rows: anyReceived
      ? entries.map(({ name, lines }) => {
          const { received, share, intakeByClass, surplus, causes } = lines[measure];
          const byCapacity = share - intakeByClass;
          return {
            id: name,
            cells: {
              csm: name,
              ...roundAmounts({ received, byCapacity, intakeByClass, share, surplus, ...causes }),
            },
            hrefs: {
              csm: csmHref(name),
              ...(causes.override > 0 && { override: rowsHref(query, { overridesTo: name }) }),
            },
          };
        })
      : [],
  };
}

/** Removes floating-point noise, which would be visible in the CSV. */
function roundAmounts(amounts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(amounts).map(([key, amount]) => [key, Math.round(amount * 1e6) / 1e6 + 0]),
  );
}
