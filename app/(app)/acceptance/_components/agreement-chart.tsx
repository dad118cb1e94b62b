import Link from 'next/link';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import type { Format } from '@/components/ui/format';
import type { VerdictOutcomes } from '@/lib/analytics/acceptance/get-acceptance';
import { recommendationStateLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import { MIN_CASES } from '@/lib/statistics';
import { agreementSummary } from './acceptance-labels';

const columns: readonly ChartColumn[] = [
  { key: 'verdict', title: 'Claude’s verdict', kind: 'text' },
  { key: 'decided', title: 'Decided', kind: 'count' },
  { key: 'accepted', title: recommendationStateLabels.accepted, kind: 'count' },
  { key: 'toSuggestion', title: 'Overridden to Claude’s suggestion', kind: 'count' },
  { key: 'toOthers', title: 'Overridden to another CSM', kind: 'count' },
  { key: 'rejected', title: recommendationStateLabels.rejected, kind: 'count' },
  { key: 'notAccepted', title: 'Not accepted', kind: 'share', digits: 0 },
];

const spec: ChartSpec = {
  kind: 'horizontal-bar',
  label: 'verdict',
  values: ['accepted', 'toSuggestion', 'toOthers', 'rejected'],
  stacked: true,
  cases: { column: 'decided', min: MIN_CASES },
};

/** Managers' decisions by Claude's verdict. */
export function AgreementChart({
  agreement,
  scope,
  format,
}: {
  readonly agreement: readonly VerdictOutcomes[];
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const anyDecided = agreement.some((row) => row.decided > 0);
  return (
    <Chart
      question="Do the engine, Claude, and managers agree?"
      description={agreementSummary(agreement, format)}
      note={
        <>
          Managers may have followed a verdict that they saw.{' '}
          <Link href="/reviews" prefetch={false} className="text-accent-ink underline">
            Reviews
          </Link>{' '}
          compares decisions made without seeing it.
        </>
      }
      data={agreementData(anyDecided ? agreement : [], scope)}
      spec={spec}
      file="agreement"
      empty="Nothing was decided in this date range."
    />
  );
}

function agreementData(agreement: readonly VerdictOutcomes[], scope: ScopeQuery): ChartData {
  return {
    columns,
    rows: agreement.map((row) => {
      const { verdict } = row;
      const link = (key: keyof VerdictOutcomes, rows: Partial<RowsQuery>) =>
        row[key] ? { [key]: rowsHref(scope, { verdict: verdict ?? 'none', ...rows }) } : {};
      return {
        id: verdict ?? 'none',
        cells: {
          verdict: verdict === null ? 'Not reviewed' : verdictLabels[verdict].name,
          decided: row.decided,
          accepted: row.accepted,
          toSuggestion: row.toSuggestion,
          toOthers: row.toOthers,
          rejected: row.rejected,
          notAccepted: row.decided > 0 ? (row.decided - row.accepted) / row.decided : null,
        },
        hrefs: {
          ...link('decided', { rows: 'decided' }),
          ...link('accepted', { rows: 'accepted' }),
          ...link('toSuggestion', { rows: 'overridden', suggestion: 'followed' }),
          ...link('toOthers', { rows: 'overridden', suggestion: 'other' }),
          ...link('rejected', { rows: 'rejected' }),
        },
      };
    }),
  };
}
