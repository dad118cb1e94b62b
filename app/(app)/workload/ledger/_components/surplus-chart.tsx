import { ChartOrFixedSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import { ledgerCauses } from '@/lib/analytics/ledger/attribution';
import type { LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';
import { measures } from './measures';

/** What each CSM received beyond their share, or short of it, by its causes. */
export function SurplusChart({
  entries,
  query,
  measure,
}: {
  /** The most laden first. */
  readonly entries: readonly LedgerEntry[] | null;
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  return (
    <ChartOrFixedSkeleton
      question="Who has been carrying more than their share, and why?"
      description={`${measures[measure].unit} received beyond the share by capacity, to the right, or short of it, to the left; the diamond is the sum. The most laden first.`}
      place="legendAndBars"
      data={entries && surplusData(entries, query, measure)}
      mark={{ kind: 'diverging', label: 'csm', values: [...ledgerCauses], total: 'surplus' }}
      file={`effort-ledger-${measure}`}
      empty="Nobody active received anything in this period."
    />
  );
}

function surplusData(
  entries: readonly LedgerEntry[],
  query: ScopeQuery,
  measure: Dimension,
): ChartData {
  const figure = (key: string, title: string): ChartColumn => ({
    key,
    title,
    kind: measures[measure].kind,
  });
  const any = entries.some(({ lines }) => lines[measure].received > 0);
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      figure('received', 'Received'),
      figure('share', 'Share'),
      figure('surplus', 'Beyond share'),
      ...ledgerCauses.map((cause) => figure(cause, causeLabels[cause])),
    ],
    rows: any
      ? entries.map(({ name, lines }) => {
          const { received, share, surplus, causes } = lines[measure];
          return {
            id: name,
            cells: {
              csm: name,
              ...roundFigures({ received, share, surplus, ...causes }),
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

/** Without what is left of sums of doubles, which a download would show. */
function roundFigures(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([key, figure]) => [key, Math.round(figure * 1e6) / 1e6 + 0]),
  );
}
