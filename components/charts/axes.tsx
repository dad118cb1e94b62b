import { CartesianGrid, useXAxisScale, useYAxisScale, XAxis, YAxis, ZIndexLayer } from 'recharts';
import {
  type ChartColumn,
  type ChartData,
  type ChartRow,
  formatAxisLabel,
  numberAt,
} from './chart-data';
import { axisHeight, columnFor } from './chart-spec';

const axisTextStyle = { fontSize: 11, fill: 'var(--ink-muted)' };
const MAX_LABEL_LENGTH = 16;

/** Names or days along the foot, values at the left, and faint lines across. */
export function verticalChartAxes(
  data: ChartData,
  label: string,
  values: ChartColumn,
  ticks: readonly number[],
) {
  const column = columnFor(data, label);
  const names = new Map(
    data.rows.map((row) => [row.id, formatAxisLabel(row.cells[label], column)]),
  );
  const widest = Math.max(...ticks.map((tick) => formatAxisLabel(tick, values).length));
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
        tickFormatter={(tick: number) => formatAxisLabel(tick, values)}
        tickLine={false}
        axisLine={false}
        tick={axisTextStyle}
        width={14 + widest * 6.2}
      />
    </>
  );
}

function truncate(name: string): string {
  return name.length > MAX_LABEL_LENGTH ? `${name.slice(0, MAX_LABEL_LENGTH - 1)}…` : name;
}

/** The room beside lying bars, in pixels, for what an axis label needs past its tick. */
export const horizontalPlotMargin = { left: 10, right: 26 } as const;

/** The values along lying bars, in sight however far they are scrolled. */
export function HorizontalValueAxis({
  ticks,
  column,
}: {
  readonly ticks: readonly number[];
  readonly column: ChartColumn;
}) {
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
          // Where the plot is narrow, every second value has room.
          className={`absolute top-1 -translate-x-1/2 whitespace-nowrap ${i % 2 === 1 ? 'max-sm:hidden' : ''}`}
          style={{
            left: `calc(${left}px + (100% - ${left + right}px) * ${(tick - first) / span})`,
          }}
        >
          {formatAxisLabel(tick, column)}
        </span>
      ))}
    </div>
  );
}

const MARKER_Z_INDEX = 400;
const inset = 4;

/** Marks a figure of each row over its bars: a line across them for a limit, a diamond for a sum. */
export function RowMarkers({
  rows,
  column,
  shape,
  lying,
}: {
  readonly rows: readonly ChartRow[];
  readonly column: string;
  readonly shape: 'limit' | 'total';
  readonly lying: boolean;
}) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  const along = lying ? x : y;
  const across = lying ? y : x;
  if (!along || !across) return null;
  return (
    <ZIndexLayer zIndex={MARKER_Z_INDEX}>
      <g className="pointer-events-none">
        {rows.map((row) => {
          const value = numberAt(row, column);
          const at = value === null ? undefined : along(value);
          const start = across(row.id, { position: 'start' });
          const end = across(row.id, { position: 'end' });
          if (at === undefined || start === undefined || end === undefined) return null;
          if (shape === 'total') return <Diamond key={row.id} at={at} middle={(start + end) / 2} />;
          const reach = Math.min((end - start) / 2 - inset, 32);
          const [from, to] = [(start + end) / 2 - reach, (start + end) / 2 + reach];
          const d = lying ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`;
          return (
            <g key={row.id} fill="none">
              <path d={d} stroke="var(--surface)" strokeWidth="5" />
              <path d={d} stroke="var(--ink)" strokeWidth="2" />
            </g>
          );
        })}
      </g>
    </ZIndexLayer>
  );
}

function Diamond({ at, middle }: { readonly at: number; readonly middle: number }) {
  return (
    <path
      d={`M${at} ${middle - 5.5} ${at + 5.5} ${middle} ${at} ${middle + 5.5} ${at - 5.5} ${middle}Z`}
      fill="var(--ink)"
      stroke="var(--surface)"
      strokeWidth="1.5"
    />
  );
}
