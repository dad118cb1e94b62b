import { ChartOrSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import { csmHref } from '@/app/(app)/_shared/links';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { ChartColumn, ChartData, ChartRow } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import type { OutcomeRates } from '@/lib/analytics/acceptance/outcomes';
import { verdictLabels } from '@/lib/reviews/labels';
import { methodLabel } from '@/lib/runs/labels';
import {
  classLabel,
  type OutcomeName,
  outcomeLabels,
  outcomeNames,
  scoreBandLabel,
} from './acceptance-labels';

const rateSpec: ChartSpec = { kind: 'bars', label: 'name', values: ['rate'] };
const rateTrendSpec: ChartSpec = { kind: 'lines', label: 'name', values: ['rate', 'rateDecided'] };
const outcomesSpec: ChartSpec = {
  kind: 'bars',
  label: 'name',
  values: ['accepted', 'overridden', 'rejected', 'pending', 'superseded'],
  stacked: true,
};

/** How much is accepted, by what recommendations have in common; null while it is read. */
export function RateCharts({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
}) {
  const data = (title: string, groupsOf: (of: Acceptance) => readonly OutcomeGroup[]) => {
    if (acceptance === null) return null;
    const groups = acceptance.all.total === 0 ? [] : groupsOf(acceptance);
    return outcomeData(title, title === 'Week' ? 'day' : 'text', groups, scope);
  };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <ChartOrSkeleton
          question="How much is accepted, by method?"
          description="As the data team’s “assignment success rate”: of all recommendations."
          data={data('Method', methodGroups)}
          mark={rateSpec}
          rows={2}
          file="acceptance-by-method"
        />
        <ChartOrSkeleton
          question="Does Claude’s verdict go with being accepted?"
          description="The newest verdict that was there when it was decided. A verdict that is kept back is not told before the decision."
          data={data('Claude’s verdict', verdictGroups)}
          mark={rateSpec}
          rows={4}
          file="acceptance-by-verdict"
        />
      </div>
      <ChartOrSkeleton
        question="How much is accepted, week by week?"
        description="By the week the recommendation was made in, which begins on Monday. Decisions on the last weeks may be yet to come."
        data={data('Week', weekGroups)}
        mark={rateTrendSpec}
        rows={5}
        file="acceptance-by-week"
      />
      <ChartOrSkeleton
        question="Are better scores accepted more?"
        description="100 means that no active CSM would have been better."
        data={data('Score', bandGroups)}
        mark={rateSpec}
        rows={5}
        file="acceptance-by-score"
      />
      <ChartOrSkeleton
        question="Which accounts are recommended well?"
        description="By the segment and level that the recommendation was made for."
        data={data('Segment and level', classGroups)}
        mark={rateSpec}
        rows={4}
        file="acceptance-by-class"
      />
      <div className="min-w-0 xl:col-span-2">
        <ChartOrSkeleton
          question="Whose recommendations are accepted?"
          description="By the CSM that was recommended, the busiest first. The table has the rates."
          data={data('CSM', csmGroups)}
          mark={outcomesSpec}
          rows={16}
          file="acceptance-by-csm"
        />
      </div>
    </div>
  );
}

const methodGroups = ({ byMethod }: Acceptance): OutcomeGroup[] =>
  byMethod.map(({ method, percentAccepted, ...outcomes }) => ({
    name: methodLabel(method),
    outcomes,
    rate: percentAccepted / 100,
    // The address cannot tell an empty method from none.
    rowsQuery: method === '' ? null : { method: method ?? '' },
  }));

const weekGroups = ({ byWeek }: Acceptance): OutcomeGroup[] =>
  byWeek.map(({ week, ...outcomes }) => ({ name: week, outcomes, rowsQuery: { madeIn: week } }));

const verdictGroups = (acceptance: Acceptance): OutcomeGroup[] =>
  acceptance.byVerdict.map(({ verdict, ...outcomes }) => ({
    name: verdict === null ? 'Kept back or none' : verdictLabels[verdict].name,
    outcomes,
    rowsQuery: { verdict: verdict ?? 'none' },
  }));

const bandGroups = ({ byBand }: Acceptance): OutcomeGroup[] =>
  byBand.map(({ band, ...outcomes }) => ({
    name: scoreBandLabel(band),
    outcomes,
    rowsQuery: { band: band === null ? 'unknown' : (String(band) as '0') },
  }));

const classGroups = ({ byClass }: Acceptance): OutcomeGroup[] =>
  byClass.map(({ segment, level, ...outcomes }) => ({
    name: classLabel(segment, level),
    outcomes,
    rowsQuery: { ofSegment: segment ?? '', ofLevel: level ?? '' },
  }));

const csmGroups = ({ byCsm }: Acceptance): OutcomeGroup[] =>
  byCsm.map(({ csm, ...outcomes }) => ({
    name: csm ?? 'Nobody named',
    outcomes,
    rowsQuery: { csm: csm ?? '' },
    ...(csm !== null && { href: csmHref(csm) }),
  }));

/** A group of recommendations with its name and what its list is narrowed to. */
interface OutcomeGroup {
  readonly name: string;
  readonly outcomes: OutcomeRates;
  /** Null where there is no list of it. */
  readonly rowsQuery: Partial<RowsQuery> | null;
  /** The page of its own that its name leads to. */
  readonly href?: string | undefined;
  /** As the data team rounds it, 0–1, where that is what is shown. */
  readonly rate?: number | undefined;
}

/**
 * What became of groups of recommendations as a figure's data: counts that lead to their rows, and
 * two rates.
 */
function outcomeData(
  title: string,
  kind: ChartColumn['kind'],
  groups: readonly OutcomeGroup[],
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
      ...shown.map((key): ChartColumn => ({ key, title: outcomeLabels[key], kind: 'count' })),
      { key: 'rate', title: 'Accepted, of all', kind: 'share', digits: 2 },
      { key: 'rateDecided', title: 'Accepted, of decided', kind: 'share', digits: 2 },
    ],
    rows: groups.map((group, at) => outcomeRow(group, at, shown, scope)),
  };
}

function outcomeRow(
  group: OutcomeGroup,
  at: number,
  shown: readonly OutcomeName[],
  scope: ScopeQuery,
) {
  const { name, outcomes, rowsQuery: behind, href } = group;
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
