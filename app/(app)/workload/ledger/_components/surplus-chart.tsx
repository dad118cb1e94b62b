import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData, ChartRow } from '@/components/charts/chart-data';
import { surplusCauses } from '@/lib/analytics/ledger/attribution';
import type { EntryLine, LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { causeLabels } from '@/lib/analytics/ledger/labels';
import { groupByTeam, teamLabel } from '@/lib/analytics/shared/teams';
import type { Dimension } from '@/lib/engine/types';
import { measures, totalLine } from './amounts';

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
      data={surplusData(
        entries.map((entry) => csmRow(entry, query, measure)),
        measure,
      )}
      grouped={{
        ...surplusData(teamRows(entries, query, measure), measure),
        title: 'By team',
      }}
      spec={{ kind: 'diverging-bar', label: 'csm', values: [...surplusCauses], total: 'surplus' }}
      file={`effort-ledger-${measure}`}
      empty="No active CSM received anything in this date range."
    />
  );
}

function surplusData(rows: readonly ChartRow[], measure: Dimension): ChartData {
  const amountColumn = (key: string, title: string): ChartColumn => ({
    key,
    title,
    kind: measures[measure].kind,
  });
  return {
    columns: [
      { key: 'csm', title: 'CSM', kind: 'text' },
      { key: 'team', title: 'Team', kind: 'text' },
      amountColumn('received', 'Received'),
      amountColumn('byCapacity', 'By capacity'),
      amountColumn('intakeByClass', 'Intake by class'),
      amountColumn('share', 'Share'),
      amountColumn('surplus', 'Above share'),
      ...surplusCauses.map((cause) => amountColumn(cause, causeLabels[cause])),
    ],
    rows: rows.some(({ cells }) => Number(cells.received) > 0) ? rows : [],
  };
}

function csmRow(
  { name, manager, lines }: LedgerEntry,
  query: ScopeQuery,
  measure: Dimension,
): ChartRow {
  const line = lines[measure];
  return {
    id: name,
    cells: { csm: name, team: teamLabel(manager), ...amountsOf(line) },
    hrefs: {
      csm: csmHref(name),
      ...(line.causes.override > 0 && { override: rowsHref(query, { overridesTo: name }) }),
    },
  };
}

/** Each team above its CSMs, largest surplus first. */
function teamRows(
  entries: readonly LedgerEntry[],
  query: ScopeQuery,
  measure: Dimension,
): ChartRow[] {
  return groupByTeam(entries)
    .map((team) => ({ ...team, line: totalLine(team.members, measure) }))
    .sort((a, b) => b.line.surplus - a.line.surplus)
    .flatMap(({ manager, members, line }) => [
      {
        id: `team ${manager ?? ''}`,
        cells: { csm: teamLabel(manager), team: null, ...amountsOf(line) },
        isGroup: true,
      },
      ...members.map((entry) => csmRow(entry, query, measure)),
    ]);
}

function amountsOf({ received, share, intakeByClass, surplus, causes }: EntryLine) {
  const byCapacity = share - intakeByClass;
  return roundAmounts({ received, byCapacity, intakeByClass, share, surplus, ...causes });
}

/** Removes floating-point noise, which would be visible in the CSV. */
function roundAmounts(amounts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(amounts).map(([key, amount]) => [key, Math.round(amount * 1e6) / 1e6 + 0]),
  );
}
