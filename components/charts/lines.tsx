import { useMemo } from 'react';
import { Line, LineChart, Tooltip } from 'recharts';
import { extentOf } from './extent';
import { activeDot, lineDot } from './line-dot';
import type { LinesMark } from './mark';
import type { PlotProps } from './plot-props';
import { plotHeight } from './plot-size';
import { PointTooltip } from './point-tooltip';
import { columnOf } from './series';
import { standingAxes } from './standing-axes';
import { seriesDash } from './swatch';
import { ticksOf } from './ticks';
import { usePoints } from './use-points';
import { zoneAreas } from './zone-areas';

/** A line per series, broken where a figure is missing, over the zones that say how good it is. */
export function Lines(props: PlotProps<LinesMark>) {
  const { data, mark, series, question } = props;
  const points = usePoints(mark);
  const column = series[0]?.column ?? columnOf(data, mark.label);
  const ticks = useMemo(() => ticksOf(extentOf(data, mark), column.kind), [data, mark, column]);
  return (
    <div ref={points.box} className="min-w-0" {...points.handlers}>
      <LineChart
        responsive
        data={data.rows}
        aria-label={question}
        style={{ width: '100%', height: plotHeight(data.rows.length, mark) }}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        {zoneAreas(mark.zones ?? [], ticks)}
        {standingAxes(data, mark.label, column, ticks)}
        <Tooltip
          content={() => null}
          cursor={{ stroke: 'var(--line-control)' }}
          isAnimationActive={false}
        />
        {series.map(({ key, tone, colour, read }) => (
          <Line
            key={key}
            type="linear"
            dataKey={read}
            stroke={colour}
            strokeWidth={2}
            strokeDasharray={seriesDash(tone) ?? ''}
            isAnimationActive={false}
            dot={lineDot(data.rows, key, colour)}
            activeDot={activeDot(
              colour,
              (row) => row.hrefs?.[key] ?? row.hrefs?.[mark.label],
              points,
            )}
          />
        ))}
        <PointTooltip {...props} points={points} />
      </LineChart>
    </div>
  );
}
