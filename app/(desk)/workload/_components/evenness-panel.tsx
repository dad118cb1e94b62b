import { Panel } from '@/components/ui/panel';
import type { Workload } from '@/lib/analytics/get-workload';
import { EvennessTable } from './evenness-table';
import { FormerNote } from './former-note';
import { Headline } from './headline';

/** How even the books are now; without figures while they are read. */
export function EvennessPanel({
  workload,
  narrowed,
}: {
  readonly workload: Workload | null;
  /** Whether only accounts of some classes count. */
  readonly narrowed: boolean;
}) {
  return (
    <Panel
      title="How even is it now?"
      description={`Books as they stand now, whatever the period. CV is the spread as a share of the mean: under 15 % is excellent, under 20 good, under 25 fair, else poor. Gini is 0 where all carry the same. Where CSMs differ in what they can carry, amounts cannot be even; shares of capacity can.${
        narrowed
          ? ' Only accounts of the chosen segment and level count, on CSMs who take or own such; capacity is that of the whole book.'
          : ''
      }`}
    >
      <Headline workload={workload} />
      <div className="mt-4 grid gap-x-8 gap-y-4 xl:grid-cols-2">
        <EvennessTable
          title="All active CSMs"
          spread={workload?.fairness.active ?? null}
          filled={workload?.filled.active ?? null}
        />
        <EvennessTable
          title="CSMs who could receive an account now"
          spread={workload?.fairness.eligible ?? null}
          filled={workload?.filled.eligible ?? null}
        />
      </div>
      {workload && <FormerNote former={workload.former} />}
    </Panel>
  );
}
