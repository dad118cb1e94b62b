import { EvennessBadge, evennessExplanation } from '@/app/(app)/_shared/evenness';
import { Table, Td, Th } from '@/components/table/table';
import { formatFixed, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { dimensions } from '@/lib/engine/types';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { dimensionLabels } from '@/lib/runs/labels';

type Fairness = RunResult['fairness'];

/** How evenly the work lies, before and after the run. */
export function FairnessPanel({
  fairness,
  dryRun,
}: {
  readonly fairness: Fairness;
  readonly dryRun: boolean;
}) {
  const { before, after } = fairness;
  return (
    <Panel
      title={dryRun ? 'Fairness before and after, if it were real' : 'Fairness before and after'}
      description={`After counts the proposals as if all were accepted. ${evennessExplanation}`}
    >
      <div className="grid gap-x-8 gap-y-4 2xl:grid-cols-2">
        <EvennessChanges title="All active CSMs" before={before.active} after={after.active} />
        <EvennessChanges
          title="CSMs who could receive an account"
          before={before.eligible}
          after={after.eligible}
        />
      </div>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Count name="CSMs over capacity" from={before.overCapacity} to={after.overCapacity} />
        <Count
          name="CSMs at 90 % of their capacity or more"
          from={before.nearCapacity}
          to={after.nearCapacity}
        />
      </dl>
    </Panel>
  );
}

function EvennessChanges({
  title,
  before,
  after,
}: {
  readonly title: string;
  readonly before: Fairness['before']['active'];
  readonly after: Fairness['after']['active'];
}) {
  return (
    <div>
      <h3 className="text-sm font-medium">{title}</h3>
      <Table label={title} className="min-w-[32rem]">
        <thead>
          <tr>
            <Th>Dimension</Th>
            <Th>CV</Th>
            <Th end>Gini</Th>
            <Th end>Largest over mean</Th>
          </tr>
        </thead>
        <tbody>
          {dimensions.map((dimension) => (
            <tr key={dimension}>
              <Td className="whitespace-nowrap">{dimensionLabels[dimension]}</Td>
              <Td className="whitespace-nowrap">
                <Change
                  from={`${formatFixed(before[dimension].cv, 1)} %`}
                  to={`${formatFixed(after[dimension].cv, 1)} %`}
                />{' '}
                <EvennessBadge cv={after[dimension].cv} />
              </Td>
              <Td end className="whitespace-nowrap">
                <Change
                  from={formatFixed(before[dimension].gini, 3)}
                  to={formatFixed(after[dimension].gini, 3)}
                />
              </Td>
              <Td end className="whitespace-nowrap">
                <Change
                  from={formatFixed(before[dimension].maxOverMean, 2)}
                  to={formatFixed(after[dimension].maxOverMean, 2)}
                />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
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
  readonly from: number;
  readonly to: number;
}) {
  return (
    <div className="flex gap-2">
      <dt className="text-ink-muted">{name}</dt>
      <dd>
        <Change from={formatNumber(from)} to={formatNumber(to)} />
      </dd>
    </div>
  );
}
