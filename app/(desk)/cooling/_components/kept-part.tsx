import { ChartFigure } from '@/components/charts/chart-figure';
import { formatCount, formatNumber, formatShare } from '@/components/ui/format';
import type { Cooling, getCooling } from '@/lib/analytics/get-cooling';
import type { ScopeQuery } from '../../_scope/scope-params';
import { causeData, weekData } from './kept-data';
import { ViolationsPanel } from './violations-panel';

/** Whether the cooling period was kept in the period that is asked for, and why not. */
export async function KeptPart(props: {
  readonly cooling: ReturnType<typeof getCooling>;
  readonly query: ScopeQuery;
}) {
  const { kept, violations, coolingHours } = await props.cooling;
  return (
    <>
      <div className="grid gap-4 xl:grid-cols-2">
        <ChartFigure
          question="Is the cooling period kept?"
          description={keptWords(kept, coolingHours)}
          data={weekData(kept, props.query)}
          mark={{
            kind: 'columns',
            label: 'week',
            values: ['violations'],
            tones: { violations: 'danger' },
          }}
          file="cooling-kept-by-week"
          empty="Nobody received an account in this time."
        />
        <ChartFigure
          question="What share of accounts came too soon?"
          description="Of all accounts received in a week; weeks begin on Monday."
          data={weekData(kept, props.query)}
          mark={{ kind: 'lines', label: 'week', values: ['share'], tones: { share: 'danger' } }}
          file="cooling-share-by-week"
          empty="Nobody received an account in this time."
        />
      </div>
      <ChartFigure
        question="What led to the violations?"
        description="By how the account that came too soon was received."
        data={causeData(kept)}
        mark={{ kind: 'bars', label: 'cause', values: ['violations'] }}
        file="cooling-causes"
        empty="There was no violation in this time."
      />
      <ViolationsPanel violations={violations} total={kept.violations} />
    </>
  );
}

function keptWords({ receipts, violations }: Cooling['kept'], hours: number): string {
  if (receipts === 0) return '';
  const share = formatShare(1 - violations / receipts, 1);
  return `Of ${formatCount(receipts, 'account')} received in the period, ${formatNumber(violations)} came within ${formatNumber(hours, 2)} h after another of the same CSM: kept in ${share}. Earlier ones are judged by the policy in force, too.`;
}
