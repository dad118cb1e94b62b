import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import type { Format } from '@/components/ui/format';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { MIN_CASES } from '@/lib/statistics';
import { guideNote } from './guide-note';
import {
  classGroups,
  csmGroups,
  methodGroups,
  type OutcomeGroup,
  outcomeData,
  rateAnswer,
  scoreGroups,
  teamGroups,
  weekGroups,
} from './outcome-data';

const empty = 'No recommendations in this date range.';
const textLabel = (title: string): ChartColumn => ({ key: 'group', title, kind: 'text' });

/** Acceptance rates by what recommendations have in common. */
export function RateCharts({
  acceptance,
  scope,
  format,
}: {
  readonly acceptance: Acceptance;
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const { all, previous, period } = acceptance;
  const previousTitle = `${format.count(period.days.length, 'day')} before`;
  const dataBy = (label: ChartColumn, groups: readonly OutcomeGroup[]) =>
    outcomeData(label, all.total === 0 ? [] : groups, scope, previousTitle);
  const base = {
    label: 'group',
    references: [{ title: 'All recommendations', value: all.rate }],
    cases: { column: 'total', min: MIN_CASES },
  };
  const rateSpec: ChartSpec = {
    ...base,
    kind: 'horizontal-bar',
    values: ['rate'],
    previous: 'previous',
  };
  const [methods, scores, classes, csms] = [
    methodGroups(acceptance),
    scoreGroups(acceptance),
    classGroups(acceptance),
    csmGroups(acceptance),
  ];
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Chart
        question="What is the acceptance rate by method?"
        description={`${rateAnswer(methods, format)} Accepted, of all recommendations.${reassignedNote(acceptance)}`}
        note={all.total > 0 && guideNote(acceptance, scope, format)}
        data={dataBy(textLabel('Method'), methods)}
        spec={rateSpec}
        file="acceptance-by-method"
        empty={empty}
      />
      <Chart
        question="What is the acceptance rate by week?"
        description={`${weeksAnswer(acceptance, previousTitle, format)} By week of the recommendation, starting on Monday. Recent weeks may still have pending decisions.`}
        data={dataBy({ key: 'group', title: 'Week', kind: 'day' }, weekGroups(acceptance))}
        spec={{
          ...base,
          kind: 'line',
          values: ['rate', 'rateDecided'],
          references: [...base.references, { title: previousTitle, value: previous.all.rate }],
        }}
        file="acceptance-by-week"
        empty={empty}
      />
      <Chart
        question="Are higher scores accepted more often?"
        description={`${rateAnswer(scores, format)} A score of 100 means no CSM who was free then or soon was a better fit.`}
        data={dataBy(textLabel('Score'), scores)}
        spec={rateSpec}
        file="acceptance-by-score"
        empty={empty}
      />
      <Chart
        question="What is the acceptance rate by class?"
        description={`${rateAnswer(classes, format)} By the account’s segment and level when it was recommended.`}
        data={dataBy(textLabel('Segment and level'), classes)}
        spec={rateSpec}
        file="acceptance-by-class"
        empty={empty}
      />
      <div className="min-w-0 xl:col-span-2">
        <Chart
          question="Whose recommendations are accepted?"
          description={`${rateAnswer(csms, format)} All ${format.count(csms.length, 'recommended CSM')}, highest rate first.`}
          data={dataBy(textLabel('CSM'), csms)}
          grouped={{
            ...dataBy(textLabel('Team or CSM'), teamGroups(acceptance)),
            title: 'By team',
          }}
          spec={rateSpec}
          file="acceptance-by-csm"
          empty={empty}
        />
      </div>
    </div>
  );
}

/** Says which rows of the chart are in no other figure. */
function reassignedNote({ reassigned }: Acceptance): string {
  if (reassigned === 0) return '';
  return ' Accounts that the earlier program reassigned without a manager are in no other figure.';
}

/** The rate of the period and of the one before. */
function weeksAnswer({ all, previous }: Acceptance, before: string, format: Format): string {
  const rate = `${format.percent(all.rate)} were accepted in the whole period`;
  if (previous.all.total === 0) return `${rate}. There are none in the ${before} to compare with.`;
  return `${rate}, ${format.percent(previous.all.rate)} in the ${before}.`;
}
