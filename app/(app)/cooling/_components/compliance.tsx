import { currentFormat } from '@/app/(app)/_shared/current-format';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { DAY_MS } from '@/lib/time';
import { causeLabel } from './cooling-labels';
import { ViolationsPanel } from './violations-panel';

/** How well the cooling period was followed in the selected period, and what broke it. */
export async function Compliance(props: {
  readonly cooling: ReturnType<typeof getCooling>;
  readonly query: ScopeQuery;
}) {
  const [cooling, format] = await Promise.all([props.cooling, currentFormat()]);
  const { compliance } = cooling;
  const byWeek = weeklyComplianceData(compliance, props.query);
  return (
    <>
      <div className="grid gap-4 xl:grid-cols-2">
        <Chart
          question="Is the cooling period followed?"
          description={complianceSummary(cooling, format)}
          data={byWeek}
          spec={{
            kind: 'vertical-bar',
            label: 'week',
            values: ['violations'],
            tones: { violations: 'danger' },
          }}
          file="cooling-violations-by-week"
          empty="No accounts were received in this period."
        />
        <Chart
          question="What share of accounts came too soon?"
          description="Share of the accounts received each week. Weeks start on Monday."
          data={byWeek}
          spec={{ kind: 'line', label: 'week', values: ['share'], tones: { share: 'danger' } }}
          file="cooling-violation-share-by-week"
          empty="No accounts were received in this period."
        />
      </div>
      <Chart
        question="What caused the violations?"
        description="How the CSM received the account that came too soon."
        data={causeData(compliance)}
        spec={{ kind: 'horizontal-bar', label: 'cause', values: ['violations'] }}
        file="cooling-causes"
        empty="No violations in this period."
      />
      <ViolationsPanel cooling={cooling} query={props.query} format={format} />
    </>
  );
}

function complianceSummary({ compliance, coolingHours }: Cooling, format: Format): string {
  const { receipts, violations } = compliance;
  if (receipts === 0) return '';
  const share = format.percent(1 - violations / receipts, 1);
  return `${format.number(violations)} of ${format.count(receipts, 'account')} received in this period came within ${format.number(coolingHours, 2)} h of the same CSM’s previous one, so ${share} followed the cooling period. The current policy’s hours apply to the whole period.`;
}

/** Receipts and violations by week, each linked to that week's violations. */
function weeklyComplianceData(
  { receipts, weeks }: Cooling['compliance'],
  query: ScopeQuery,
): ChartData {
  return {
    columns: [
      { key: 'week', title: 'Week of', kind: 'day' },
      { key: 'violations', title: 'Too soon', kind: 'count' },
      { key: 'receipts', title: 'Received', kind: 'count' },
      { key: 'share', title: 'Share too soon', kind: 'share', digits: 1 },
    ],
    rows:
      receipts === 0
        ? []
        : weeks.map(({ week, ...counts }) => {
            const href = `${scopeHref('/cooling', { ...query, from: week, to: sundayOf(week) })}#violations`;
            return {
              id: week,
              cells: {
                week,
                ...counts,
                share: counts.receipts > 0 ? counts.violations / counts.receipts : null,
              },
              hrefs: { week: href, violations: href },
            };
          }),
  };
}

function causeData({ causes, violations: total }: Cooling['compliance']): ChartData {
  return {
    columns: [
      { key: 'cause', title: 'Cause', kind: 'text' },
      { key: 'violations', title: 'Violations', kind: 'count' },
      { key: 'share', title: 'Share', kind: 'share' },
    ],
    rows: causes.map((cause) => ({
      id: `${cause.origin} ${cause.acknowledged}`,
      cells: {
        cause: causeLabel(cause),
        violations: cause.violations,
        share: cause.violations / total,
      },
      hrefs: { violations: '#violations' },
    })),
  };
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(monday) + 6 * DAY_MS).toISOString().slice(0, 10);
}
