import { CartesianGrid, XAxis, YAxis } from 'recharts';
import { axisText } from './cell-text';
import type { ChartColumn, ChartData } from './chart-data';
import { columnOf } from './series';

const text = { fontSize: 11, fill: 'var(--ink-muted)' };
const longest = 16;

/** Names or days along the foot, values at the left, and faint lines across. */
export function standingAxes(
  data: ChartData,
  label: string,
  values: ChartColumn,
  ticks: readonly number[],
) {
  const column = columnOf(data, label);
  const names = new Map(data.rows.map((row) => [row.id, axisText(row.cells[label], column)]));
  const widest = Math.max(...ticks.map((tick) => axisText(tick, values).length));
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="id"
        tickFormatter={(id: string) => cut(names.get(id) ?? '')}
        interval="preserveStartEnd"
        minTickGap={12}
        tickLine={false}
        axisLine={{ stroke: 'var(--line-control)' }}
        tick={text}
        height={26}
      />
      <YAxis
        ticks={ticks}
        domain={[ticks[0] ?? 0, ticks[ticks.length - 1] ?? 1]}
        interval={0}
        tickFormatter={(tick: number) => axisText(tick, values)}
        tickLine={false}
        axisLine={false}
        tick={text}
        width={14 + widest * 6.2}
      />
    </>
  );
}

function cut(name: string): string {
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}
