import { useMemo } from 'react';
import { Bar, BarChart, ReferenceLine, Tooltip } from 'recharts';
import { RowMarkers, verticalChartAxes } from './axes';
import type { ChartRow } from './chart-data';
import { useChartKeyboardNavigation } from './chart-keyboard-navigation';
import {
  columnFor,
  domainOf,
  type HorizontalBarSpec,
  isStacked,
  markerKey,
  type PlotProps,
  plotHeight,
  type VerticalBarSpec,
} from './chart-spec';
import { ChartTooltip } from './chart-tooltip';
import { seriesFill } from './legend';
import { niceTicks } from './nice-ticks';

/** Bars that stand side by side, in their order. */
export function VerticalBarChart(props: PlotProps<HorizontalBarSpec | VerticalBarSpec>) {
  const { data, mark, series, patterns, question } = props;
  const points = useChartKeyboardNavigation(mark);
  const column = series[0]?.column ?? columnFor(data, mark.label);
  const ticks = useMemo(() => niceTicks(domainOf(data, mark), column.kind), [data, mark, column]);
  const extra = markerKey(mark);
  return (
    <div ref={points.box} className="min-w-0" {...points.handlers}>
      <BarChart
        responsive
        data={data.rows}
        aria-label={question}
        style={{ width: '100%', height: plotHeight(data.rows.length, mark) }}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        stackOffset="sign"
        maxBarSize={40}
        barGap={0}
        barCategoryGap="18%"
      >
        {verticalChartAxes(data, mark.label, column, ticks)}
        <Tooltip content={() => null} cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} />
        {series.map(({ key, tone, read }) => (
          <Bar
            key={key}
            dataKey={read}
            {...(isStacked(mark) ? { stackId: 'row' } : {})}
            fill={seriesFill(tone, patterns)}
            stroke="var(--surface)"
            strokeWidth={data.rows.length > 60 ? 0 : 1}
            isAnimationActive={false}
            className={data.rows.some(({ hrefs }) => hrefs?.[key]) ? 'cursor-pointer' : ''}
            onClick={({ payload }, _, event) => {
              const row = payload as ChartRow;
              points.open(row.hrefs?.[key] ?? row.hrefs?.[mark.label], event);
            }}
          />
        ))}
        <ReferenceLine y={0} stroke="var(--line-control)" zIndex={350} />
        {extra && <RowMarkers rows={data.rows} column={extra} shape="limit" lying={false} />}
        <ChartTooltip {...props} points={points} />
      </BarChart>
    </div>
  );
}
