import { countedByDecision } from '@/app/(app)/_shared/count-dates';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import type { Cooling, getCooling } from '@/lib/analytics/cooling/get-cooling';
import type { ComplianceCount } from '@/lib/analytics/cooling/history';
import { MIN_CASES } from '@/lib/statistics';
import { DAY_MS } from '@/lib/time';
import { causeLabel } from './cooling-labels';
import { ViolationsPanel } from './violations-panel';

/** How well the cooling period was followed in the selected period, and what broke it. */
export async function Compliance(props: {
  readonly cooling: ReturnType<typeof getCooling>;
  readonly query: ScopeQuery;
}) {
  const [cooling, format] = await Promise.all([props.cooling, currentFormat()]);
  const { compliance, previous } = cooling;
  return (
    <>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Chart
          question="Is the cooling period followed?"
          description={complianceSummary(cooling, format)}
          note="The share of the accounts received each week that came too soon. Weeks start on Monday; the table has the counts."
          data={weeklyComplianceData(compliance, props.query)}
          spec={{
            kind: 'vertical-bar',
            label: 'week',
            values: ['share'],
            tones: { share: 'danger' },
            references: [
              { title: 'Target of the policy', value: 0 },
              { title: beforeTitle(cooling, format), value: violationShare(previous) },
            ],
            cases: { column: 'receipts', min: MIN_CASES },
          }}
          file="cooling-violations-by-week"
          empty="No accounts were received in this period."
        />
        <Chart
          question="What caused the violations?"
          description={`${causesAnswer(compliance, format)} How the CSM received the account that came too soon.`}
          data={causeData(cooling, format)}
          spec={{
            kind: 'horizontal-bar',
            label: 'cause',
            values: ['violations'],
            previous: 'previous',
          }}
          file="cooling-causes"
          empty="No violations in this period."
        />
      </div>
      <ViolationsPanel cooling={cooling} query={props.query} format={format} />
    </>
  );
}

function beforeTitle({ period }: Cooling, format: Format): string {
  return `${format.count(period.days.length, 'day')} before`;
}

function violationShare({ receipts, violations }: ComplianceCount): number | null {
  return receipts > 0 ? violations / receipts : null;
}

function complianceSummary(cooling: Cooling, format: Format): string {
  const { compliance, previous, coolingHours } = cooling;
  const { receipts, violations } = compliance;
  if (receipts === 0) return '';
  const share = format.percent(1 - violations / receipts, 1);
  const shareBefore = violationShare(previous);
  const before =
    shareBefore === null
      ? ''
      : `, ${format.percent(1 - shareBefore, 1)} in the ${beforeTitle(cooling, format)}`;
  return `${format.number(violations)} of ${format.count(receipts, 'account')} received in this period came within ${format.number(coolingHours, 2)} h of the same CSM’s previous one, so ${share} followed the cooling period${before}. The current policy’s hours apply to the whole period. ${countedByDecision}`;
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
            const href = `${scopeHref('/cooling', { ...query, period: null, from: week, to: sundayOf(week) })}#violations`;
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

function causesAnswer({ causes, violations }: Cooling['compliance'], format: Format): string {
  const [most] = causes;
  if (!most) return '';
  return `Most often: ${causeLabel(most)} (${format.number(most.violations)} of ${format.number(violations)}).`;
}

function causeData(cooling: Cooling, format: Format): ChartData {
  const { causes, violations: total } = cooling.compliance;
  return {
    columns: [
      { key: 'cause', title: 'Cause', kind: 'text' },
      { key: 'violations', title: 'Violations', kind: 'count' },
      { key: 'share', title: 'Share', kind: 'share' },
      { key: 'previous', title: beforeTitle(cooling, format), kind: 'count' },
    ],
    rows: causes.map((cause) => ({
      id: `${cause.origin} ${cause.acknowledged}`,
      cells: {
        cause: causeLabel(cause),
        violations: cause.violations,
        share: cause.violations / total,
        previous:
          cooling.previous.causes.find(
            ({ origin, acknowledged }) =>
              origin === cause.origin && acknowledged === cause.acknowledged,
          )?.violations ?? 0,
      },
      hrefs: { violations: '#violations' },
    })),
  };
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(monday) + 6 * DAY_MS).toISOString().slice(0, 10);
}
