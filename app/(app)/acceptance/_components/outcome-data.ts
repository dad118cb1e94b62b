import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { ChartColumn, ChartData, ChartRow } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import type { OutcomeRates } from '@/lib/analytics/acceptance/outcomes';
import { teamLabel } from '@/lib/analytics/shared/teams';
import { methodLabel } from '@/lib/runs/labels';
import { MIN_CASES } from '@/lib/statistics';
import {
  classLabel,
  NO_CSM,
  type OutcomeName,
  outcomeLabels,
  outcomeNames,
  scoreBandLabel,
} from './acceptance-labels';

/** Recommendations that a chart shows as one row. */
export interface OutcomeGroup {
  readonly label: string;
  readonly outcomes: OutcomeRates;
  /** The acceptance rate (0–1), as the data team rounds it where they show it. */
  readonly rate: number | null;
  /** The rate of the same group in the previous period. */
  readonly previous: number | null;
  /** Selects the group's recommendations. Null if they cannot be listed. */
  readonly rowsQuery: Partial<RowsQuery> | null;
  /** The page of the group itself. */
  readonly href?: string | undefined;
  /** The manager of a CSM. */
  readonly team?: string | undefined;
  /** Whether this sums up the groups below it. */
  readonly isGroup?: boolean;
}

type Grouped<Key> = OutcomeRates & Key;

/** The rate of the same group in the previous period, unless it had too few cases to compare with. */
function previousRate<Key>(rows: readonly Grouped<Key>[], same: (row: Grouped<Key>) => boolean) {
  const row = rows.find(same);
  return row && row.total >= MIN_CASES ? row.rate : null;
}

export function methodGroups({ byMethod, previous }: Acceptance): OutcomeGroup[] {
  return byMethod.map(({ method, percentAccepted, ...outcomes }) => ({
    label: methodLabel(method),
    outcomes,
    rate: percentAccepted / 100,
    previous: previousRate(previous.byMethod, (row) => row.method === method),
    // The URL can't distinguish an empty method from a missing one.
    rowsQuery: method === '' ? null : { method: method ?? '' },
  }));
}

export function weekGroups({ byWeek }: Acceptance): OutcomeGroup[] {
  return byWeek.map(({ week, ...outcomes }) => ({
    label: week,
    outcomes,
    rate: outcomes.rate,
    previous: null,
    rowsQuery: { madeIn: week },
  }));
}

export function scoreGroups({ byBand, previous }: Acceptance): OutcomeGroup[] {
  return byBand.map(({ band, ...outcomes }) => ({
    label: scoreBandLabel(band),
    outcomes,
    rate: outcomes.rate,
    previous: previousRate(previous.byBand, (row) => row.band === band),
    rowsQuery: { band: band === null ? 'unknown' : (String(band) as '0') },
  }));
}

export function classGroups({ byClass, previous }: Acceptance): OutcomeGroup[] {
  return byClass.map(({ segment, level, ...outcomes }) => ({
    label: classLabel(segment, level),
    outcomes,
    rate: outcomes.rate,
    previous: previousRate(
      previous.byClass,
      (row) => row.segment === segment && row.level === level,
    ),
    rowsQuery: { ofSegment: segment ?? '', ofLevel: level ?? '' },
  }));
}

/** CSMs, highest acceptance rate first. */
export function csmGroups({ byCsm, previous }: Acceptance): OutcomeGroup[] {
  return byRate(
    byCsm.map(({ csm, manager, ...outcomes }) => ({
      label: csm ?? NO_CSM,
      outcomes,
      rate: outcomes.rate,
      previous: previousRate(previous.byCsm, (row) => row.csm === csm),
      rowsQuery: { csm: csm ?? '' },
      team: manager ?? '',
      ...(csm !== null && { href: csmHref(csm) }),
    })),
  );
}

/** Each team above its CSMs, highest acceptance rate first. */
export function teamGroups(acceptance: Acceptance): OutcomeGroup[] {
  const { byTeam, previous } = acceptance;
  const csms = csmGroups(acceptance);
  const teams = byTeam.map(({ manager, ...outcomes }) => ({
    label: teamLabel(manager),
    outcomes,
    rate: outcomes.rate,
    previous: previousRate(previous.byTeam, (row) => row.manager === manager),
    rowsQuery: null,
    team: manager ?? '',
    isGroup: true,
  }));
  return byRate(teams).flatMap((team) => [team, ...csms.filter((csm) => csm.team === team.team)]);
}

function byRate<Group extends Pick<OutcomeGroup, 'rate' | 'label'>>(groups: readonly Group[]) {
  return groups.toSorted(
    (a, b) => (b.rate ?? -1) - (a.rate ?? -1) || a.label.localeCompare(b.label),
  );
}

/** Names the groups with the highest and lowest rates among those with enough cases. */
export function rateAnswer(groups: readonly OutcomeGroup[], format: Format): string {
  const known = byRate(groups.filter(({ outcomes }) => outcomes.total >= MIN_CASES));
  const [highest, lowest] = [known[0], known.at(-1)];
  if (!highest || !lowest) return `Fewer than ${MIN_CASES} recommendations each, too few to say.`;
  const text = ({ label, rate }: OutcomeGroup) => `${label} (${format.percent(rate)})`;
  if (highest === lowest) return `${text(highest)}; the others have fewer than ${MIN_CASES} cases.`;
  return `Highest for ${text(highest)}, lowest for ${text(lowest)}.`;
}

/** Chart data with counts that link to their recommendations, and acceptance rates. */
export function outcomeData(
  labelColumn: ChartColumn,
  groups: readonly OutcomeGroup[],
  scope: ScopeQuery,
  previousTitle: string,
): ChartData {
  // Only rows of another program can lack an account or a CSM.
  const shownOutcomes = outcomeNames.filter(
    (name) => name !== 'incomplete' || groups.some(({ outcomes }) => outcomes.incomplete > 0),
  );
  return {
    columns: [
      labelColumn,
      ...(groups.some(({ team }) => team !== undefined)
        ? [{ key: 'team', title: 'Team', kind: 'text' } as const]
        : []),
      { key: 'total', title: 'Recommended', kind: 'count' },
      ...shownOutcomes.map(
        (key): ChartColumn => ({ key, title: outcomeLabels[key], kind: 'count' }),
      ),
      { key: 'rate', title: 'Acceptance rate', kind: 'share', digits: 2 },
      { key: 'rateDecided', title: 'Acceptance rate of decided', kind: 'share', digits: 2 },
      { key: 'previous', title: previousTitle, kind: 'share', digits: 2 },
    ],
    rows: groups.map((group, index) => outcomeRow(group, index, shownOutcomes, scope)),
  };
}

function outcomeRow(
  { label, outcomes, rowsQuery, href, rate, previous, team, isGroup = false }: OutcomeGroup,
  index: number,
  shownOutcomes: readonly OutcomeName[],
  scope: ScopeQuery,
): ChartRow {
  const hrefs: Record<string, string> = href ? { group: href } : {};
  if (rowsQuery && outcomes.total > 0) {
    hrefs.total = rowsHref(scope, { ...rowsQuery, rows: 'all' });
    for (const key of shownOutcomes) {
      if (outcomes[key] > 0) hrefs[key] = rowsHref(scope, { ...rowsQuery, rows: key });
    }
    hrefs.rate = hrefs.accepted ?? hrefs.total;
  }
  return {
    id: `${index} ${label}`,
    isGroup,
    cells: {
      group: label,
      team: team ?? null,
      total: outcomes.total,
      ...Object.fromEntries(shownOutcomes.map((key) => [key, outcomes[key]])),
      rate,
      rateDecided: outcomes.rateDecided,
      previous,
    },
    hrefs,
  };
}
