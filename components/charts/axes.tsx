import { CartesianGrid, XAxis, YAxis } from 'recharts';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { type ChartColumn, type ChartData, formatAxisLabel } from './chart-data';
import { axisHeight, columnFor } from './chart-spec';

const axisTextStyle = { fontSize: 11, fill: 'var(--ink-muted)' };
const MAX_LABEL_LENGTH = 16;

/** Names or days along the bottom, values on the left, and grid lines. */
export function verticalChartAxes(
  data: ChartData,
  label: string,
  values: ChartColumn,
  ticks: readonly number[],
  format: Format,
) {
  const column = columnFor(data, label);
  const names = new Map(
    data.rows.map((row) => [row.id, formatAxisLabel(row.cells[label], column, format)]),
  );
  const widest = Math.max(
    ...ticks.map((tick) => formatAxisLabel(tick, values, format, ticks).length),
  );
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="id"
        tickFormatter={(id: string) => truncate(names.get(id) ?? '')}
        interval="preserveStartEnd"
        minTickGap={12}
        tickLine={false}
        axisLine={{ stroke: 'var(--line-control)' }}
        tick={axisTextStyle}
        height={26}
      />
      <YAxis
        ticks={ticks}
        domain={[ticks[0] ?? 0, ticks[ticks.length - 1] ?? 1]}
        interval={0}
        tickFormatter={(tick: number) => formatAxisLabel(tick, values, format, ticks)}
        tickLine={false}
        axisLine={false}
        tick={axisTextStyle}
        width={14 + widest * 6.2}
      />
    </>
  );
}

/** How a chart's `references` are drawn. */
export const referenceLine = {
  stroke: 'var(--ink-muted)',
  strokeWidth: 1.5,
  strokeDasharray: '4 3',
  zIndex: 350,
} as const;

/** Space in pixels beside the bars for axis labels, which are wider than their ticks. */
export const horizontalPlotMargin = { left: 10, right: 26 } as const;

/** The value axis above the bars, which stays visible while they scroll. */
export function HorizontalValueAxis({
  ticks,
  column,
}: {
  readonly ticks: readonly number[];
  readonly column: ChartColumn;
}) {
  const format = useFormat();
  const first = ticks[0] ?? 0;
  const span = (ticks[ticks.length - 1] ?? 1) - first || 1;
  const { left, right } = horizontalPlotMargin;
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 bg-surface text-2xs text-ink-muted"
      style={{ height: axisHeight }}
    >
      {ticks.map((tick, i) => (
        <span
          key={tick}
          // A narrow plot has room for every second value.
          className={`absolute top-1 -translate-x-1/2 whitespace-nowrap ${i % 2 === 1 ? 'max-sm:hidden' : ''}`}
          style={{
            left: `calc(${left}px + (100% - ${left + right}px) * ${(tick - first) / span})`,
          }}
        >
          {formatAxisLabel(tick, column, format, ticks)}
        </span>
      ))}
    </div>
  );
}

function truncate(name: string): string {
  return name.length > MAX_LABEL_LENGTH ? `${name.slice(0, MAX_LABEL_LENGTH - 1)}…` : name;
}
