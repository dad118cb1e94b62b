import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData, ChartRow } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import type { OutcomeRates } from '@/lib/analytics/acceptance/outcomes';
import { verdictLabels } from '@/lib/reviews/labels';
import { methodLabel } from '@/lib/runs/labels';
import {
  classLabel,
  NO_CSM,
  type OutcomeName,
  outcomeLabels,
  outcomeNames,
  scoreBandLabel,
} from './acceptance-labels';

const empty = 'No recommendations in this date range.';

const rateSpec: ChartSpec = { kind: 'horizontal-bar', label: 'group', values: ['rate'] };
const rateTrendSpec: ChartSpec = { kind: 'line', label: 'group', values: ['rate', 'rateDecided'] };
const outcomesSpec: ChartSpec = {
  kind: 'horizontal-bar',
  label: 'group',
  values: ['accepted', 'overridden', 'rejected', 'pending', 'superseded'],
  stacked: true,
};

/** Acceptance rates and outcomes, by what recommendations have in common. */
export function RateCharts({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
}) {
  const dataBy = (label: ChartColumn, groups: readonly OutcomeGroup[]) =>
    outcomeData(label, acceptance.all.total === 0 ? [] : groups, scope);
  const textLabel = (title: string): ChartColumn => ({ key: 'group', title, kind: 'text' });
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Chart
          question="What is the acceptance rate by method?"
          description={`The data team’s “assignment success rate”: accepted, of all recommendations.${reassignedNote(acceptance)}`}
          data={dataBy(textLabel('Method'), methodGroups(acceptance))}
          spec={rateSpec}
          file="acceptance-by-method"
          empty={empty}
        />
        <Chart
          question="Are recommendations that Claude approves accepted more often?"
          description="By the newest verdict at the time of the decision. Hidden verdicts count only after the decision."
          data={dataBy(textLabel('Claude’s verdict'), verdictGroups(acceptance))}
          spec={rateSpec}
          file="acceptance-by-verdict"
          empty={empty}
        />
      </div>
      <Chart
        question="What is the acceptance rate by week?"
        description="By week of the recommendation, starting on Monday. Recent weeks may still have pending decisions."
        data={dataBy({ key: 'group', title: 'Week', kind: 'day' }, weekGroups(acceptance))}
        spec={rateTrendSpec}
        file="acceptance-by-week"
        empty={empty}
      />
      <Chart
        question="Are higher scores accepted more often?"
        description="A score of 100 means no CSM who was free then or soon was a better fit."
        data={dataBy(textLabel('Score'), bandGroups(acceptance))}
        spec={rateSpec}
        file="acceptance-by-score"
        empty={empty}
      />
      <Chart
        question="What is the acceptance rate by class?"
        description="By the account’s segment and level when it was recommended."
        data={dataBy(textLabel('Segment and level'), classGroups(acceptance))}
        spec={rateSpec}
        file="acceptance-by-class"
        empty={empty}
      />
      <div className="min-w-0 xl:col-span-2">
        <Chart
          question="Whose recommendations are accepted?"
          description="By recommended CSM, busiest first. The table has the rates."
          data={dataBy(textLabel('CSM'), csmGroups(acceptance))}
          spec={outcomesSpec}
          file="acceptance-by-csm"
          empty={empty}
        />
      </div>
    </div>
  );
}

/** Says which rows of the chart are in no other figure. */
function reassignedNote({ reassigned }: Acceptance): string {
  if (reassigned === 0) return '';
  return ' Accounts that the earlier program reassigned without a manager are in no other figure.';
}

const methodGroups = ({ byMethod }: Acceptance): OutcomeGroup[] =>
  byMethod.map(({ method, percentAccepted, ...outcomes }) => ({
    label: methodLabel(method),
    outcomes,
    rate: percentAccepted / 100,
    // The URL can't distinguish an empty method from a missing one.
    rowsQuery: method === '' ? null : { method: method ?? '' },
  }));

const weekGroups = ({ byWeek }: Acceptance): OutcomeGroup[] =>
  byWeek.map(({ week, ...outcomes }) => ({ label: week, outcomes, rowsQuery: { madeIn: week } }));

const verdictGroups = (acceptance: Acceptance): OutcomeGroup[] =>
  acceptance.byVerdict.map(({ verdict, ...outcomes }) => ({
    label: verdict === null ? 'Hidden or none' : verdictLabels[verdict].name,
    outcomes,
    rowsQuery: { verdict: verdict ?? 'none' },
  }));

const bandGroups = ({ byBand }: Acceptance): OutcomeGroup[] =>
  byBand.map(({ band, ...outcomes }) => ({
    label: scoreBandLabel(band),
    outcomes,
    rowsQuery: { band: band === null ? 'unknown' : (String(band) as '0') },
  }));

const classGroups = ({ byClass }: Acceptance): OutcomeGroup[] =>
  byClass.map(({ segment, level, ...outcomes }) => ({
    label: classLabel(segment, level),
    outcomes,
    rowsQuery: { ofSegment: segment ?? '', ofLevel: level ?? '' },
  }));

const csmGroups = ({ byCsm }: Acceptance): OutcomeGroup[] =>
  byCsm.map(({ csm, ...outcomes }) => ({
    label: csm ?? NO_CSM,
    outcomes,
    rowsQuery: { csm: csm ?? '' },
    ...(csm !== null && { href: csmHref(csm) }),
  }));

interface OutcomeGroup {
  readonly label: string;
  readonly outcomes: OutcomeRates;
  /** Selects the group's recommendations. Null if they cannot be listed. */
  readonly rowsQuery: Partial<RowsQuery> | null;
  /** The page of the group itself. */
  readonly href?: string | undefined;
  /** The acceptance rate (0–1) as the data team rounds it, if shown. */
  readonly rate?: number | undefined;
}

/** Chart data with counts that link to their recommendations, and two acceptance rates. */
function outcomeData(
  labelColumn: ChartColumn,
  groups: readonly OutcomeGroup[],
  scope: ScopeQuery,
): ChartData {
  // Only rows of another program can lack an account or a CSM.
  const shownOutcomes = outcomeNames.filter(
    (name) => name !== 'incomplete' || groups.some(({ outcomes }) => outcomes.incomplete > 0),
  );
  return {
    columns: [
      labelColumn,
      { key: 'total', title: 'Recommended', kind: 'count' },
      ...shownOutcomes.map(
        (key): ChartColumn => ({ key, title: outcomeLabels[key], kind: 'count' }),
      ),
      { key: 'rate', title: 'Acceptance rate', kind: 'share', digits: 2 },
      { key: 'rateDecided', title: 'Acceptance rate of decided', kind: 'share', digits: 2 },
    ],
    rows: groups.map((group, index) => outcomeRow(group, index, shownOutcomes, scope)),
  };
}

function outcomeRow(
  { label, outcomes, rowsQuery, href, rate }: OutcomeGroup,
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
    cells: {
      group: label,
      total: outcomes.total,
      ...Object.fromEntries(shownOutcomes.map((key) => [key, outcomes[key]])),
      rate: rate ?? outcomes.rate,
      rateDecided: outcomes.rateDecided,
    },
    hrefs,
  };
}
