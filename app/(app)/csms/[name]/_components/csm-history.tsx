import Link from 'next/link';
import { countedByRecommendation } from '@/app/(app)/_shared/count-dates';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { type RowsQuery, rowsHref } from '@/app/(app)/acceptance/search-params';
import type { CsmQuery } from '@/app/(app)/csms/[name]/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { CsmDetails, CsmWeek } from '@/lib/analytics/csm/types';
import { pendingOrSnoozedLabel, recommendationStateLabels } from '@/lib/decisions/labels';
import { DecisionsPanel } from './decisions-panel';

/** The CSM's recommendations, receipts, and decisions in the selected period. */
export async function CsmHistory(props: {
  readonly csm: Promise<CsmDetails>;
  readonly query: CsmQuery;
}) {
  const [csm, format] = await Promise.all([props.csm, currentFormat()]);
  const received = csm.weeks.some((week) => receivedIn(week) > 0);
  return (
    <div className="flex flex-col gap-4">
      <OutcomesPanel csm={csm} query={props.query} format={format} />
      <Chart
        question="How many accounts did they receive each week?"
        description={`${receivedAnswer(csm, format)} ${countedByRecommendation} Weeks start on Monday; the first may be incomplete.`}
        data={receivedByWeekData(received ? csm.weeks : [])}
        spec={{
          kind: 'vertical-bar',
          label: 'week',
          values: ['accepted', 'overridden', 'outside'],
          stacked: true,
          references: [
            { title: 'Mean per week', value: meanOfWeek(receivedInAll(csm), csm) },
            {
              title: `Mean per week, ${beforeText(csm, format)}`,
              value: meanOfWeek(csm.receivedBefore, csm),
            },
            { title: 'Limit of the policy in 7 days', value: csm.received.weeklyLimit },
          ],
        }}
        file={`received-${csm.name}`}
        empty="No accounts were received in this period."
      />
      <DecisionsPanel csm={csm} query={props.query} />
    </div>
  );
}

const receivedIn = ({ accepted, overridden, outside }: CsmWeek) => accepted + overridden + outside;

function receivedInAll({ weeks }: CsmDetails): number {
  return weeks.reduce((sum, week) => sum + receivedIn(week), 0);
}

/** What a total of the period gives per 7 days. A shorter period counts as one week. */
function meanOfWeek(total: number, { period }: CsmDetails): number {
  return (total * 7) / Math.max(7, period.days.length);
}

function beforeText({ period }: CsmDetails, format: Format): string {
  return `${format.count(period.days.length, 'day')} before`;
}

function receivedAnswer(csm: CsmDetails, format: Format): string {
  const { weeks, receivedBefore } = csm;
  const total = receivedInAll(csm);
  const most = weeks.toSorted((a, b) => receivedIn(b) - receivedIn(a))[0];
  if (!most || total === 0) return '';
  return `${format.count(total, 'account')} in ${format.count(weeks.length, 'week')}, at most ${format.number(receivedIn(most))} in the week of ${format.day(most.week, 'short')}; ${format.number(receivedBefore)} in the ${beforeText(csm, format)}.`;
}

/** Outcomes of the recommendations made in the period. */
function OutcomesPanel({
  csm: { name, outcomes },
  query,
  format,
}: {
  readonly csm: CsmDetails;
  readonly query: CsmQuery;
  readonly format: Format;
}) {
  const { recommended, accepted } = outcomes;
  const acceptedShare = recommended === 0 ? '' : ` (${format.percent(accepted / recommended)})`;
  const listOf = (rows: NonNullable<RowsQuery['rows']>) => rowsHref(query, { rows, csm: name });
  const figures: [string, string, string?][] = [
    ['Recommended', format.number(recommended), listOf('all')],
    [
      recommendationStateLabels.accepted,
      `${format.number(accepted)}${acceptedShare}`,
      listOf('accepted'),
    ],
    ['Overridden to others', format.number(outcomes.overriddenAway), listOf('overridden')],
    [recommendationStateLabels.rejected, format.number(outcomes.rejected), listOf('rejected')],
    [
      recommendationStateLabels.superseded,
      format.number(outcomes.superseded),
      listOf('superseded'),
    ],
    [pendingOrSnoozedLabel, format.number(outcomes.pending), listOf('pending')],
    [
      'Overridden to this CSM',
      format.number(outcomes.overriddenTo),
      rowsHref(query, { overridesTo: name }),
    ],
    ['Average score', format.fixed(outcomes.averageScore, 1)],
  ];
  return (
    <Panel
      title="Outcomes of recommendations"
      description="Recommendations made in the period. “Overridden to this CSM” counts recommendations of other CSMs."
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {figures.map(([title, value, href]) => (
          <div key={title}>
            <dt className="text-xs text-ink-muted">{title}</dt>
            <dd className="text-lg font-medium">
              {href ? (
                <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
                  {value}
                </Link>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function receivedByWeekData(weeks: readonly CsmWeek[]): ChartData {
  return {
    columns: [
      { key: 'week', title: 'Week of', kind: 'day' },
      { key: 'accepted', title: recommendationStateLabels.accepted, kind: 'count' },
      { key: 'overridden', title: 'Overridden to this CSM', kind: 'count' },
      { key: 'outside', title: 'Outside the app', kind: 'count' },
    ],
    rows: weeks.map(({ week, accepted, overridden, outside }) => ({
      id: week,
      cells: { week, accepted, overridden, outside },
    })),
  };
}
