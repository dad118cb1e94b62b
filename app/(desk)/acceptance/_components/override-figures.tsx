import type { Mark } from '@/components/charts/mark';
import { MatrixFigure } from '@/components/charts/matrix-figure';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { ReasonCount, Side } from '@/lib/analytics/acceptance-decided';
import type { Acceptance } from '@/lib/analytics/get-acceptance';
import { reasonWords } from '@/lib/decisions/reasons';
import type { ScopeQuery } from '../../_scope/scope-params';
import { rowsHref } from '../search-params';
import { Figure } from './figure';

const question = 'Where did overrides go?';
const reasonsMark: Mark = {
  kind: 'bars',
  label: 'name',
  values: ['overridden', 'rejected'],
  stacked: true,
};

/** Where overrides went, and why managers decided otherwise; null while it is read. */
export function OverrideFigures({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
}) {
  return (
    <>
      {acceptance ? (
        <Overrides acceptance={acceptance} scope={scope} />
      ) : (
        <Panel title={question}>
          <Skeleton className="h-72" />
        </Panel>
      )}
      <Figure
        question="Why did managers decide otherwise?"
        description="Every override and rejection in this program gives a reason of a closed list."
        data={acceptance && reasonsData(acceptance.reasons, scope)}
        mark={reasonsMark}
        rows={6}
        file="reasons"
        empty="Nothing was overridden or rejected in this period."
      />
    </>
  );
}

function Overrides({
  acceptance: { overrides },
  scope,
}: {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
}) {
  const summed = [...overrides.from, ...overrides.to].some(({ kind }) => kind === 'others');
  return (
    <MatrixFigure
      question={question}
      description={
        summed
          ? 'From the CSM that was recommended to the one who received the account. The 15 with the most on each side are named, the others are summed.'
          : 'From the CSM that was recommended to the one who received the account.'
      }
      rowTitle="From"
      columnTitle="To"
      rows={overrides.from.map(nameOf)}
      columns={overrides.to.map(nameOf)}
      cells={overrides.cells.map(({ from, to, count }) => ({
        row: nameOf(from),
        column: nameOf(to),
        value: count,
        href: hrefOf(from, to, scope),
      }))}
      file="overrides"
      empty="Nothing was overridden in this period."
    />
  );
}

function nameOf(side: Side): string {
  if (side.kind === 'csm') return side.name;
  return side.kind === 'others' ? 'All others' : 'Nobody named';
}

function hrefOf(from: Side, to: Side, scope: ScopeQuery): string | undefined {
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
        cells: { name: reasonName(reason, elsewhere), overridden, rejected },
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

function reasonName(reason: string | null, elsewhere: boolean): string {
  if (elsewhere) return 'Decided elsewhere, without a reason';
  return reason === null ? 'No reason given' : reasonWords(reason);
}
