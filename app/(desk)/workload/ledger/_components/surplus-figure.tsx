import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { LedgerEntry } from '@/lib/analytics/get-ledger';
import { ledgerCauses } from '@/lib/analytics/ledger';
import { causeNames } from '@/lib/analytics/ledger-words';
import type { Dimension } from '@/lib/routing/types';
import type { ScopeQuery } from '../../../_scope/scope-params';
import { rowsHref } from '../../../acceptance/search-params';
import { csmHref } from '../../../hrefs';
import { WaitingFigure } from '../../_components/waiting-figure';
import { measures } from './measures';

/** What each CSM received beyond their share, or short of it, by its causes. */
export function SurplusFigure({
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
    <WaitingFigure
      question="Who has been carrying more than their share, and why?"
      description={`${measures[measure].unit} received beyond the share by capacity, to the right, or short of it, to the left; the diamond is the sum. The most laden first.`}
      place="legendAndBars"
      data={entries && dataOf(entries, query, measure)}
      mark={{ kind: 'diverging', label: 'csm', values: [...ledgerCauses], total: 'surplus' }}
      file={`effort-ledger-${measure}`}
      empty="Nobody active received anything in this period."
    />
  );
}

function dataOf(entries: readonly LedgerEntry[], query: ScopeQuery, measure: Dimension): ChartData {
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
      ...ledgerCauses.map((cause) => figure(cause, causeNames[cause])),
    ],
    rows: any
      ? entries.map(({ name, lines }) => {
          const { received, share, surplus, causes } = lines[measure];
          return {
            id: name,
            cells: {
              csm: name,
              ...tidy({ received, share, surplus, ...causes }),
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
function tidy(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([key, figure]) => [key, Math.round(figure * 1e6) / 1e6 + 0]),
  );
}
