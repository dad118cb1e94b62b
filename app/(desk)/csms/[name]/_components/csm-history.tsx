import { ChartFigure } from '@/components/charts/chart-figure';
import type { CsmView } from '@/lib/analytics/csm-view';
import { DecisionsPanel } from './decisions-panel';
import { OutcomesPanel } from './outcomes-panel';
import { weeksChart } from './weeks-chart';

/** What happened about a CSM in the period. */
export async function CsmHistory(props: { readonly csm: Promise<CsmView> }) {
  const csm = await props.csm;
  const received = csm.weeks.some((week) => week.accepted + week.overridden + week.outside > 0);
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
      <OutcomesPanel csm={csm} />
      <ChartFigure
        question="What did they receive, week by week?"
        description="A recommendation counts in the week in which it was made, an assignment outside this program in the week of the assignment. Weeks begin on Monday; the first may be cut."
        data={received ? weeksChart(csm.weeks) : { ...weeksChart([]), rows: [] }}
        mark={{
          kind: 'columns',
          label: 'week',
          values: ['accepted', 'overridden', 'outside'],
          stacked: true,
        }}
        file={`received-${csm.name}`}
        empty="They received nothing in this time."
      />
      <DecisionsPanel csm={csm} />
    </div>
  );
}
