import { currentFormat } from '@/app/(app)/_shared/current-format';
import { evennessExplanation } from '@/app/(app)/_shared/evenness';
import { AmountsTable, CountChange, FullnessTable } from '@/app/(app)/_shared/fairness-tables';
import { Panel } from '@/components/ui/page-layout';
import type { RunFairness } from '@/lib/read-model/run-schemas';

/** How evenly CSMs were filled before the run, and are after it. */
export async function FairnessPanel({ fairness }: { readonly fairness: RunFairness }) {
  const { before, after } = fairness;
  const format = await currentFormat();
  return (
    <Panel
      title="Fairness before and after"
      description={`“After” assumes that all recommendations of the run are accepted. ${
        fairness.measure === 'within_class'
          ? `Earlier pending recommendations count, too. How full CSMs are is compared among those who take the same accounts. ${evennessExplanation}`
          : 'This run measured the spread of raw amounts over all classes. Later runs measure how full CSMs are within their class, so the figures can’t be compared.'
      }`}
    >
      {fairness.measure === 'within_class' ? (
        <div className="flex flex-col gap-4">
          <FullnessTable fairness={fairness.after} before={fairness.before} format={format} />
          <AmountsTable
            title="Raw amounts, which differ with capacity"
            amounts={fairness.after.amounts}
            before={fairness.before.amounts}
            format={format}
          />
        </div>
      ) : (
        <div className="grid gap-x-8 gap-y-4 2xl:grid-cols-2">
          <AmountsTable
            title="All active CSMs"
            amounts={fairness.after.active}
            before={fairness.before.active}
            format={format}
          />
          <AmountsTable
            title="CSMs available for this run"
            amounts={fairness.after.eligible}
            before={fairness.before.eligible}
            format={format}
          />
        </div>
      )}
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <div className="flex gap-2">
          <dt className="text-ink-muted">CSMs over capacity</dt>
          <dd>
            <CountChange from={before.overCapacity} to={after.overCapacity} format={format} />
          </dd>
        </div>
        <div className="flex gap-2">
          <dt className="text-ink-muted">CSMs at 90% of capacity or more</dt>
          <dd>
            <CountChange from={before.nearCapacity} to={after.nearCapacity} format={format} />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
