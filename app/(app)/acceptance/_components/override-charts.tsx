import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import { Heatmap } from '@/components/charts/heatmap';
import type { Format } from '@/components/ui/format';
import type { Acceptance, ReasonCount } from '@/lib/analytics/acceptance/get-acceptance';
import { decisionReasonLabel, recommendationStateLabels } from '@/lib/decisions/labels';
import { NO_CSM } from './acceptance-labels';

interface Props {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
  readonly format: Format;
}

/** Overrides by recommended and receiving CSM. */
export function OverrideMatrix({ acceptance, scope, format }: Props) {
  const { overrides } = acceptance;
  return (
    <Heatmap
      question="Where did overrides go?"
      description={overridesAnswer(acceptance, format)}
      titles={{ row: 'From', column: 'To', value: 'Overrides' }}
      cells={overrides.map(({ from, to, count }) => ({
        row: from ?? NO_CSM,
        column: to ?? NO_CSM,
        value: count,
        href:
          to === null ? undefined : rowsHref(scope, { overridesFrom: from ?? '', overridesTo: to }),
      }))}
      file="overrides"
      empty="Nothing was overridden in this date range."
    />
  );
}

function overridesAnswer({ all, overrides, previous, period }: Acceptance, format: Format) {
  const [most] = overrides;
  const before = `${format.number(previous.all.overridden)} in the ${format.count(period.days.length, 'day')} before`;
  const total = `${format.count(all.overridden, 'override')}, ${before}.`;
  return most
    ? `${total} Most often, ${format.number(most.count)} times, from ${most.from ?? NO_CSM} to ${most.to ?? NO_CSM}.`
    : total;
}

/** The reasons that managers gave for overrides and rejections. */
export function ReasonsChart({ acceptance, scope, format }: Props) {
  const { reasons, previous, period } = acceptance;
  return (
    <Chart
      question="Why did managers override or reject?"
      description={`${reasonsAnswer(reasons, format)} Every override and rejection in this app has a reason.`}
      data={reasonsData(
        reasons,
        previous.reasons,
        `${format.count(period.days.length, 'day')} before`,
        scope,
      )}
      spec={{
        kind: 'horizontal-bar',
        label: 'reason',
        values: ['overridden', 'rejected'],
        stacked: true,
        previous: 'previous',
      }}
      file="reasons"
      empty="Nothing was overridden or rejected in this date range."
    />
  );
}

function reasonsAnswer(reasons: readonly ReasonCount[], format: Format): string {
  const [most] = reasons;
  if (!most) return '';
  const countOf = ({ overridden, rejected }: ReasonCount) => overridden + rejected;
  const all = reasons.reduce((sum, reason) => sum + countOf(reason), 0);
  return `Most often: ${reasonLabel(most.reason, most.external)} (${format.number(countOf(most))} of ${format.number(all)}).`;
}

function reasonsData(
  reasons: readonly ReasonCount[],
  previous: readonly ReasonCount[],
  previousTitle: string,
  scope: ScopeQuery,
): ChartData {
  return {
    columns: [
      { key: 'reason', title: 'Reason', kind: 'text' },
      { key: 'overridden', title: recommendationStateLabels.overridden, kind: 'count' },
      { key: 'rejected', title: recommendationStateLabels.rejected, kind: 'count' },
      { key: 'previous', title: previousTitle, kind: 'count' },
    ],
    rows: reasons.map(({ reason, external, overridden, rejected }) => {
      const filter = { reason: reason ?? '', external };
      const before = previous.find((row) => row.reason === reason && row.external === external);
      return {
        id: `${reason} ${external}`,
        cells: {
          reason: reasonLabel(reason, external),
          overridden,
          rejected,
          previous: before ? before.overridden + before.rejected : 0,
        },
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
