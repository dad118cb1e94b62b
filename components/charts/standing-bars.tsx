import { useMemo } from 'react';
import { Bar, BarChart, ReferenceLine, Tooltip } from 'recharts';
import type { ChartRow } from './chart-data';
import { extentOf, extraKey } from './extent';
import { type BarsMark, type ColumnsMark, isStacked } from './mark';
import type { PlotProps } from './plot-props';
import { plotHeight } from './plot-size';
import { PointTooltip } from './point-tooltip';
import { RowMarks } from './row-marks';
import { columnOf } from './series';
import { seriesFill } from './series-patterns';
import { standingAxes } from './standing-axes';
import { ticksOf } from './ticks';
import { usePoints } from './use-points';

/** Bars that stand side by side, in their order. */
export function StandingBars(props: PlotProps<BarsMark | ColumnsMark>) {
  const { data, mark, series, patterns, question } = props;
  const points = usePoints(mark);
  const column = series[0]?.column ?? columnOf(data, mark.label);
  const ticks = useMemo(() => ticksOf(extentOf(data, mark), column.kind), [data, mark, column]);
  const extra = extraKey(mark);
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
        {standingAxes(data, mark.label, column, ticks)}
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
        {extra && <RowMarks rows={data.rows} column={extra} shape="limit" lying={false} />}
        <PointTooltip {...props} points={points} />
      </BarChart>
    </div>
  );
}
