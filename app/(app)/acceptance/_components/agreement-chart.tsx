import Link from 'next/link';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartRow } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import type { Format } from '@/components/ui/format';
import type { Acceptance, VerdictOutcomes } from '@/lib/analytics/acceptance/get-acceptance';
import { recommendationStateLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import { MIN_CASES, type Proportion } from '@/lib/statistics';
import { agreementSummary, isReviewed, notAcceptedOf } from './acceptance-labels';

const columnsFor = (previousTitle: string): readonly ChartColumn[] => [
  { key: 'verdict', title: 'Claude’s verdict', kind: 'text' },
  { key: 'decided', title: 'Decided', kind: 'count' },
  { key: 'accepted', title: recommendationStateLabels.accepted, kind: 'count' },
  { key: 'toSuggestion', title: 'Overridden to Claude’s suggestion', kind: 'count' },
  { key: 'toOthers', title: 'Overridden to another CSM', kind: 'count' },
  { key: 'rejected', title: recommendationStateLabels.rejected, kind: 'count' },
  { key: 'notAccepted', title: 'Not accepted', kind: 'share', digits: 0 },
  { key: 'previous', title: previousTitle, kind: 'share', digits: 0 },
];

/** What managers did not accept after each of Claude's verdicts, compared with the period before. */
export function AgreementChart({
  acceptance: { agreement, previous, period },
  scope,
  format,
}: {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const anyDecided = agreement.some((row) => row.decided > 0);
  const previousTitle = `Not accepted, ${format.count(period.days.length, 'day')} before`;
  const spec: ChartSpec = {
    kind: 'horizontal-bar',
    label: 'verdict',
    values: ['notAccepted'],
    previous: 'previous',
    references: [
      { title: 'All reviewed', value: share(notAcceptedOf(agreement.filter(isReviewed))) },
    ],
    cases: { column: 'decided', min: MIN_CASES },
  };
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
      data={{
        columns: columnsFor(previousTitle),
        rows: anyDecided ? agreement.map((row) => verdictRow(row, previous.agreement, scope)) : [],
      }}
      spec={spec}
      file="agreement"
      empty="Nothing was decided in this date range."
    />
  );
}

function verdictRow(
  row: VerdictOutcomes,
  previous: readonly VerdictOutcomes[],
  scope: ScopeQuery,
): ChartRow {
  const { verdict } = row;
  const before = notAcceptedOf(previous.filter((each) => each.verdict === verdict));
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
      notAccepted: share(notAcceptedOf([row])),
      previous: before.of < MIN_CASES ? null : share(before),
    },
    hrefs: {
      ...link('decided', { rows: 'decided' }),
      ...link('accepted', { rows: 'accepted' }),
      ...link('toSuggestion', { rows: 'overridden', suggestion: 'followed' }),
      ...link('toOthers', { rows: 'overridden', suggestion: 'other' }),
      ...link('rejected', { rows: 'rejected' }),
      ...(row.decided > row.accepted && {
        notAccepted: rowsHref(scope, { verdict: verdict ?? 'none', rows: 'not_accepted' }),
      }),
    },
  };
}

function share({ count, of }: Proportion): number | null {
  return of === 0 ? null : count / of;
}
