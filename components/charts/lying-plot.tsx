import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { ChartRow } from './chart-data';
import { extraKey } from './extent';
import { type BarsMark, type DivergingMark, isStacked } from './mark';
import type { PlotProps } from './plot-props';
import { barHeight, rowHeight } from './plot-size';
import { PointTooltip } from './point-tooltip';
import { RowMarks } from './row-marks';
import { seriesFill } from './series-patterns';
import { usePoints } from './use-points';
import { plotMargin } from './value-axis';

// Nothing is written inside the drawing, so that it may be stretched to the width of a sheet.
const stretch = { preserveAspectRatio: 'none' };

/** The bars themselves, beside names and below values that are not part of the drawing. */
export function LyingPlot({
  rows,
  ticks,
  onPoint,
  ...props
}: PlotProps<BarsMark | DivergingMark> & {
  readonly rows: readonly ChartRow[];
  readonly ticks: readonly number[];
  readonly onPoint: (row: ChartRow) => void;
}) {
  const { mark, series, patterns, question } = props;
  const points = usePoints(mark);
  const stacked = isStacked(mark);
  const extra = extraKey(mark);
  return (
    <div ref={points.box} className="min-w-0 [&_svg]:outline-none" {...points.handlers}>
      <BarChart
        {...stretch}
        responsive
        layout="vertical"
        data={rows}
        aria-label={question}
        style={{ width: '100%', height: rows.length * rowHeight(mark) }}
        margin={{ ...plotMargin, top: 0, bottom: 0 }}
        stackOffset="sign"
        barSize={barHeight}
        barGap={0}
      >
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis
          type="number"
          hide
          ticks={ticks}
          domain={[ticks[0] ?? 0, ticks[ticks.length - 1] ?? 1]}
          interval={0}
        />
        <YAxis type="category" dataKey="id" hide interval={0} />
        <Tooltip content={() => null} cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} />
        {series.map(({ key, tone, read }) => (
          <Bar
            key={key}
            dataKey={read}
            {...(stacked ? { stackId: 'row' } : {})}
            fill={seriesFill(tone, patterns)}
            stroke="var(--surface)"
            strokeWidth={1}
            isAnimationActive={false}
            className={rows.some(({ hrefs }) => hrefs?.[key]) ? 'cursor-pointer' : ''}
            onClick={({ payload }, _, event) => {
              const row = payload as ChartRow;
              points.open(row.hrefs?.[key] ?? row.hrefs?.[mark.label], event);
            }}
          />
        ))}
        <ReferenceLine x={0} stroke="var(--line-control)" zIndex={350} />
        {extra && (
          <RowMarks
            rows={rows}
            column={extra}
            shape={mark.kind === 'bars' ? 'limit' : 'total'}
            lying
          />
        )}
        <PointTooltip {...props} points={points} onPoint={onPoint} />
      </BarChart>
    </div>
  );
}
