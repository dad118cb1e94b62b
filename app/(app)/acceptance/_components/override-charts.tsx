import Link from 'next/link';
import { ChartOrSkeleton } from '@/app/(app)/_shared/chart-or-skeleton';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import { Heatmap } from '@/components/charts/heatmap';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import type {
  Acceptance,
  OverrideSide,
  ReasonCount,
  VerdictOutcomes,
} from '@/lib/analytics/acceptance/get-acceptance';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import { agreementSummary } from './acceptance-labels';

const matrixQuestion = 'Where did overrides go?';
const reasonsSpec: ChartSpec = {
  kind: 'bars',
  label: 'name',
  values: ['overridden', 'rejected'],
  stacked: true,
};

/** Where overrides went, and why managers decided otherwise; null while it is read. */
export function OverrideCharts({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
}) {
  return (
    <>
      {acceptance ? (
        <OverrideMatrix acceptance={acceptance} scope={scope} />
      ) : (
        <Panel title={matrixQuestion}>
          <Skeleton className="h-72" />
        </Panel>
      )}
      <ChartOrSkeleton
        question="Why did managers decide otherwise?"
        description="Every override and rejection in this program gives a reason of a closed list."
        data={acceptance && reasonsData(acceptance.reasons, scope)}
        mark={reasonsSpec}
        rows={6}
        file="reasons"
        empty="Nothing was overridden or rejected in this period."
      />
    </>
  );
}

function OverrideMatrix({
  acceptance: { overrides },
  scope,
}: {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
}) {
  const summed = [...overrides.from, ...overrides.to].some(({ kind }) => kind === 'others');
  return (
    <Heatmap
      question={matrixQuestion}
      description={
        summed
          ? 'From the CSM that was recommended to the one who received the account. The 15 with the most on each side are named, the others are summed.'
          : 'From the CSM that was recommended to the one who received the account.'
      }
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
      empty="Nothing was overridden in this period."
    />
  );
}

function sideLabel(side: OverrideSide): string {
  if (side.kind === 'csm') return side.name;
  return side.kind === 'others' ? 'All others' : 'Nobody named';
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

function reasonsData(reasons: readonly ReasonCount[], scope: ScopeQuery) {
  return {
    columns: [
      { key: 'name', title: 'Reason', kind: 'text' as const },
      { key: 'overridden', title: 'Overridden', kind: 'count' as const },
      { key: 'rejected', title: 'Rejected', kind: 'count' as const },
    ],
    rows: reasons.map(({ reason, elsewhere, overridden, rejected }) => {
      const behind = { reason: reason ?? '', elsewhere };
      return {
        id: `${reason} ${elsewhere}`,
        cells: { name: reasonLabel(reason, elsewhere), overridden, rejected },
        hrefs: {
          ...(overridden > 0 && {
            overridden: rowsHref(scope, { rows: 'overridden', ...behind }),
          }),
          ...(rejected > 0 && { rejected: rowsHref(scope, { rows: 'rejected', ...behind }) }),
        },
      };
    }),
  };
}

function reasonLabel(reason: string | null, elsewhere: boolean): string {
  if (elsewhere) return 'Decided elsewhere, without a reason';
  return reason === null ? 'No reason given' : decisionReasonLabel(reason);
}

const agreementColumns: readonly ChartColumn[] = [
  { key: 'name', title: 'Claude said', kind: 'text' },
  { key: 'decided', title: 'Decided', kind: 'count' },
  { key: 'accepted', title: 'Accepted', kind: 'count' },
  { key: 'toSuggestion', title: 'Overridden to Claude’s suggestion', kind: 'count' },
  { key: 'toOthers', title: 'Overridden to another CSM', kind: 'count' },
  { key: 'rejected', title: 'Rejected', kind: 'count' },
];
const agreementSpec: ChartSpec = {
  kind: 'bars',
  label: 'name',
  values: ['accepted', 'toSuggestion', 'toOthers', 'rejected'],
  stacked: true,
};

/** What the engine proposed, Claude said and the manager did, beside each other. */
export function AgreementChart({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
}) {
  const agreement = acceptance?.agreement ?? null;
  const decided = agreement?.some((row) => row.decided > 0) ?? false;
  return (
    <ChartOrSkeleton
      question="Do engine, Claude and manager agree?"
      description={
        <span className="block min-h-10">{agreement && agreementSummary(agreement)}</span>
      }
      note={
        <>
          A verdict that was shown may have been followed.{' '}
          <Link href="/reviews" prefetch={false} className="text-accent-ink underline">
            The review page
          </Link>{' '}
          compares those that nobody could know.
        </>
      }
      data={agreement && agreementData(decided ? agreement : [], scope)}
      mark={agreementSpec}
      rows={4}
      file="agreement"
      empty="Nothing was decided in this period."
    />
  );
}

function agreementData(agreement: readonly VerdictOutcomes[], scope: ScopeQuery): ChartData {
  return {
    columns: agreementColumns,
    rows: agreement.map((row) => {
      const { verdict } = row;
      const behind = (key: keyof VerdictOutcomes, rows: Partial<RowsQuery>) =>
        row[key] ? { [key]: rowsHref(scope, { verdict: verdict ?? 'none', ...rows }) } : {};
      return {
        id: verdict ?? 'none',
        cells: {
          name: verdict === null ? 'Nothing by then' : verdictLabels[verdict].name,
          decided: row.decided,
          accepted: row.accepted,
          toSuggestion: row.toSuggestion,
          toOthers: row.toOthers,
          rejected: row.rejected,
        },
        hrefs: {
          ...behind('decided', { rows: 'decided' }),
          ...behind('accepted', { rows: 'accepted' }),
          ...behind('toSuggestion', { rows: 'overridden', suggestion: 'followed' }),
          ...behind('toOthers', { rows: 'overridden', suggestion: 'other' }),
          ...behind('rejected', { rows: 'rejected' }),
        },
      };
    }),
  };
}
