import type { ChartColumn, ChartData, ChartRow } from '@/components/charts/chart-data';
import type { Outcomes } from '@/lib/analytics/acceptance-counts';
import type { ScopeQuery } from '../../_scope/scope-params';
import { type RowsQuery, rowsHref } from '../search-params';
import { type OutcomeName, outcomeNames, outcomeWords } from './outcome-words';

/** A group of recommendations with its name and what its list is narrowed to. */
export interface Group {
  readonly name: string;
  readonly outcomes: Outcomes;
  /** Null where there is no list of it. */
  readonly behind: Partial<RowsQuery> | null;
  /** The page of its own that its name leads to. */
  readonly href?: string | undefined;
  /** As the data team rounds it, 0–1, where that is what is shown. */
  readonly rate?: number | undefined;
}

/**
 * What became of groups of recommendations as a figure's data: counts that lead to their rows, and
 * two rates.
 */
export function outcomeData(
  title: string,
  kind: ChartColumn['kind'],
  groups: readonly Group[],
  scope: ScopeQuery,
): ChartData {
  // Only another program's rows can lack an account or a CSM.
  const shown = outcomeNames.filter(
    (name) => name !== 'incomplete' || groups.some(({ outcomes }) => outcomes.incomplete > 0),
  );
  return {
    columns: [
      { key: 'name', title, kind },
      { key: 'total', title: 'Recommended', kind: 'count' },
      ...shown.map((key): ChartColumn => ({ key, title: outcomeWords[key], kind: 'count' })),
      { key: 'rate', title: 'Accepted, of all', kind: 'share', digits: 2 },
      { key: 'rateDecided', title: 'Accepted, of decided', kind: 'share', digits: 2 },
    ],
    rows: groups.map((group, at) => rowOf(group, at, shown, scope)),
  };
}

function rowOf(group: Group, at: number, shown: readonly OutcomeName[], scope: ScopeQuery) {
  const { name, outcomes, behind, href } = group;
  const hrefs: Record<string, string> = href ? { name: href } : {};
  if (behind && outcomes.total > 0) {
    hrefs.total = rowsHref(scope, { ...behind, rows: 'all' });
    for (const key of shown) {
      if (outcomes[key] > 0) hrefs[key] = rowsHref(scope, { ...behind, rows: key });
    }
    hrefs.rate = hrefs.accepted ?? hrefs.total;
  }
  const row: ChartRow = {
    id: `${at} ${name}`,
    cells: {
      name,
      total: outcomes.total,
      ...Object.fromEntries(shown.map((key) => [key, outcomes[key]])),
      rate: group.rate ?? outcomes.rate,
      rateDecided: outcomes.rateDecided,
    },
    hrefs,
  };
  return row;
}
