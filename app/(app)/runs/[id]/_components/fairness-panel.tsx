import { currentFormat } from '@/app/(app)/_shared/current-format';
import { EvennessBadge, evennessExplanation } from '@/app/(app)/_shared/evenness';
import { StaticTable } from '@/components/table/static-table';
import { Panel } from '@/components/ui/page-layout';
import { dimensions } from '@/lib/engine/types';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { dimensionLabels } from '@/lib/runs/labels';

type RunFairness = RunResult['fairness'];

/** How evenly the books are filled before and after the run. */
export async function FairnessPanel({ fairness }: { readonly fairness: RunFairness }) {
  const { before, after } = fairness;
  const format = await currentFormat();
  return (
    <Panel
      title="Fairness before and after"
      description={`“After” assumes that all recommendations are accepted. ${evennessExplanation}`}
    >
      <div className="grid gap-x-8 gap-y-4 2xl:grid-cols-2">
        <EvennessChanges title="All active CSMs" before={before.active} after={after.active} />
        <EvennessChanges
          title="CSMs available for this run"
          before={before.eligible}
          after={after.eligible}
        />
      </div>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Count
          name="CSMs over capacity"
          from={format.number(before.overCapacity)}
          to={format.number(after.overCapacity)}
        />
        <Count
          name="CSMs at 90% of capacity or more"
          from={format.number(before.nearCapacity)}
          to={format.number(after.nearCapacity)}
        />
      </dl>
    </Panel>
  );
}

async function EvennessChanges({
  title,
  before,
  after,
}: {
  readonly title: string;
  readonly before: RunFairness['before']['active'];
  readonly after: RunFairness['after']['active'];
}) {
  const format = await currentFormat();
  return (
    <div>
      <h3 className="text-sm font-medium">{title}</h3>
      <StaticTable
        label={title}
        className="min-w-[32rem] table-fixed"
        columns={[
          { id: 'measure', label: 'Measure', rowHeader: true, className: 'whitespace-nowrap' },
          { id: 'cv', label: 'CV', className: 'whitespace-nowrap' },
          { id: 'gini', label: 'Gini', align: 'end' },
          { id: 'max', label: 'Max ÷ mean', align: 'end' },
        ]}
        rows={dimensions.map((dimension) => ({
          id: dimension,
          cells: {
            measure: dimensionLabels[dimension],
            cv: (
              <>
                <Change
                  from={format.percent(before[dimension].cv / 100, 1)}
                  to={format.percent(after[dimension].cv / 100, 1)}
                />{' '}
                <EvennessBadge cv={after[dimension].cv} />
              </>
            ),
            gini: (
              <Change
                from={format.fixed(before[dimension].gini, 3)}
                to={format.fixed(after[dimension].gini, 3)}
              />
            ),
            max: (
              <Change
                from={format.fixed(before[dimension].maxOverMean, 2)}
                to={format.fixed(after[dimension].maxOverMean, 2)}
              />
            ),
          },
        }))}
      />
    </div>
  );
}

function Change({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <>
      <span className="text-ink-muted">{from}</span>
      <span className="text-ink-faint">{' → '}</span>
      {to}
    </>
  );
}

function Count({
  name,
  from,
  to,
}: {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}) {
  return (
    <div className="flex gap-2">
      <dt className="text-ink-muted">{name}</dt>
      <dd>
        <Change from={from} to={to} />
      </dd>
    </div>
  );
}
