import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import { Heatmap } from '@/components/charts/heatmap';
import type { Acceptance, ReasonCount } from '@/lib/analytics/acceptance/get-acceptance';
import type { OverrideSide } from '@/lib/analytics/acceptance/overrides';
import { decisionReasonLabel, recommendationStateLabels } from '@/lib/decisions/labels';
import { NO_CSM } from './acceptance-labels';

/** Overrides by recommended and receiving CSM. */
export function OverrideMatrix({
  overrides,
  scope,
}: {
  readonly overrides: Acceptance['overrides'];
  readonly scope: ScopeQuery;
}) {
  const summed = [...overrides.from, ...overrides.to].some(({ kind }) => kind === 'others');
  return (
    <Heatmap
      question="Where did overrides go?"
      description={`From the recommended CSM to the CSM who received the account.${
        summed ? ' The 15 busiest CSMs on each side are named; the rest are summed.' : ''
      }`}
      rowTitle="From"
      columnTitle="To"
      rows={overrides.from.map(sideLabel)}
      columns={overrides.to.map(sideLabel)}
      cells={overrides.cells.map(({ from, to, count }) => ({
        row: sideLabel(from),
        column: sideLabel(to),
        value: count,
        href: overridesHref(from, to, scope),
      }))}
      file="overrides"
      empty="Nothing was overridden in this date range."
    />
  );
}

function sideLabel(side: OverrideSide): string {
  if (side.kind === 'csm') return side.name;
  return side.kind === 'others' ? 'Other CSMs' : NO_CSM;
}

function overridesHref(
  from: OverrideSide,
  to: OverrideSide,
  scope: ScopeQuery,
): string | undefined {
  if (from.kind === 'others' || to.kind !== 'csm') return undefined;
  return rowsHref(scope, {
    overridesFrom: from.kind === 'csm' ? from.name : '',
    overridesTo: to.name,
  });
}

const reasonsSpec: ChartSpec = {
  kind: 'horizontal-bar',
  label: 'reason',
  values: ['overridden', 'rejected'],
  stacked: true,
};

/** The reasons that managers gave for overrides and rejections. */
export function ReasonsChart({
  reasons,
  scope,
}: {
  readonly reasons: readonly ReasonCount[];
  readonly scope: ScopeQuery;
}) {
  return (
    <Chart
      question="Why did managers override or reject?"
      description="Every override and rejection in this app has a reason."
      data={reasonsData(reasons, scope)}
      spec={reasonsSpec}
      file="reasons"
      empty="Nothing was overridden or rejected in this date range."
    />
  );
}

function reasonsData(reasons: readonly ReasonCount[], scope: ScopeQuery): ChartData {
  return {
    columns: [
      { key: 'reason', title: 'Reason', kind: 'text' },
      { key: 'overridden', title: recommendationStateLabels.overridden, kind: 'count' },
      { key: 'rejected', title: recommendationStateLabels.rejected, kind: 'count' },
    ],
    rows: reasons.map(({ reason, external, overridden, rejected }) => {
      const filter = { reason: reason ?? '', external };
      return {
        id: `${reason} ${external}`,
        cells: { reason: reasonLabel(reason, external), overridden, rejected },
        hrefs: {
          ...(overridden > 0 && {
            overridden: rowsHref(scope, { rows: 'overridden', ...filter }),
          }),
          ...(rejected > 0 && { rejected: rowsHref(scope, { rows: 'rejected', ...filter }) }),
        },
      };
    }),
  };
}

function reasonLabel(reason: string | null, external: boolean): string {
  if (external) return 'Decided outside the app, no reason';
  return reason === null ? 'No reason given' : decisionReasonLabel(reason);
}
