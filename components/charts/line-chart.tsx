import { useMemo } from 'react';
import {
  type DotItemDotProps,
  Line,
  LineChart as RechartsLineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
} from 'recharts';
import { useFormat } from '@/components/ui/format-provider';
import { referenceLine, verticalChartAxes } from './axes';
import { type ChartData, type ChartRow, formatCell, numberAt } from './chart-data';
import { type ChartNavigation, useChartKeyboardNavigation } from './chart-keyboard-navigation';
import {
  columnFor,
  domainOf,
  hasFewCases,
  type LineSpec,
  type PlotProps,
  plotHeight,
  type ValueZone,
} from './chart-spec';
import { ChartTooltip } from './chart-tooltip';
import { FEW_CASES_OPACITY, seriesDash } from './legend';
import { niceTicks } from './nice-ticks';
import { useChartSize } from './print-size';

/** A line per series, with gaps for missing values, over the named zones. */
export default function LineChart(props: PlotProps<LineSpec>) {
  const { data, spec, series, question } = props;
  const format = useFormat();
  const points = useChartKeyboardNavigation(spec);
  const column = series[0]?.column ?? columnFor(data, spec.label);
  const ticks = useMemo(() => niceTicks(domainOf(data, spec), column.kind), [data, spec, column]);
  return (
    <div ref={points.box} className="min-w-0" {...points.handlers}>
      <RechartsLineChart
        {...useChartSize(plotHeight(data.rows.length, spec))}
        data={data.rows}
        aria-label={question}
        style={{ width: '100%', height: plotHeight(data.rows.length, spec) }}
        margin={{ top: 10, right: END_LABEL_WIDTH, bottom: 0, left: 0 }}
      >
        {zoneAreas(spec.zones ?? [], ticks)}
        {verticalChartAxes(data, spec.label, column, ticks, format)}
        {spec.references?.map(({ title, value }) =>
          value === null ? null : <ReferenceLine key={title} y={value} {...referenceLine} />,
        )}
        <Tooltip
          content={() => null}
          cursor={{ stroke: 'var(--line-control)' }}
          isAnimationActive={false}
        />
        {series.map(({ key, tone, color, read }) => (
          <Line
            key={key}
            type="linear"
            dataKey={read}
            stroke={color}
            strokeWidth={2}
            strokeDasharray={seriesDash(tone) ?? ''}
            isAnimationActive={false}
            dot={lineDot(data.rows, key, color, spec)}
            activeDot={activeDot(
              color,
              (row) => row.hrefs?.[key] ?? row.hrefs?.[spec.label],
              points,
            )}
          />
        ))}
        <EndLabels rows={data.rows} series={series} />
        <ChartTooltip {...props} points={points} />
      </RechartsLineChart>
    </div>
  );
}

const MAX_ROWS_WITH_DOTS = 31;

/**
 * Dots on short lines, at the end of a line, and on points without a neighbor to connect to; pale if they
 * have few cases.
 */
function lineDot(rows: readonly ChartRow[], key: string, color: string, spec: LineSpec) {
  const last = rows.findLastIndex((row) => numberAt(row, key) !== null);
  const has = (index: number) => rows[index] !== undefined && numberAt(rows[index], key) !== null;
  return ({ cx, cy, index }: DotItemDotProps) => {
    const alone = !has(index - 1) && !has(index + 1);
    const row = rows[index];
    const isLast = index === last;
    if (!row || !has(index) || (rows.length > MAX_ROWS_WITH_DOTS && !alone && !isLast)) {
      return <g key={index} />;
    }
    return (
      <circle
        key={index}
        cx={cx}
        cy={cy}
        r={alone ? 4 : 2.5}
        fill={color}
        opacity={hasFewCases(row, spec) ? FEW_CASES_OPACITY : 1}
        stroke="var(--surface)"
      />
    );
  };
}

/** Space in pixels for the values beside the ends of the lines. */
const END_LABEL_WIDTH = 52;
const END_LABEL_HEIGHT = 12;

/** The last value of each line, to the right of its end, where no line runs through it. */
function EndLabels({
  rows,
  series,
}: Pick<PlotProps<LineSpec>, 'series'> & Pick<ChartData, 'rows'>) {
  const format = useFormat();
  const [x, y] = [useXAxisScale(), useYAxisScale()];
  if (!x || !y) return null;
  const ends = series.flatMap(({ key, column }) => {
    const row = rows.findLast((each) => numberAt(each, key) !== null);
    const [left, top] = row ? [x(row.id), y(numberAt(row, key))] : [];
    if (!row || left === undefined || top === undefined) return [];
    return [{ key, left, top, text: formatCell(row.cells[key], column, format) }];
  });
  return (
    <g className="pointer-events-none">
      {spread(ends).map(({ key, left, top, text }) => (
        <text key={key} x={left + 7} y={top + 4} fontSize={11} fill="var(--ink)">
          {text}
        </text>
      ))}
    </g>
  );
}

/** Moves labels down that would cover the one above. */
function spread<Label extends { readonly top: number }>(labels: readonly Label[]): Label[] {
  let lowest = Number.NEGATIVE_INFINITY;
  return labels
    .toSorted((a, b) => a.top - b.top)
    .map((label) => {
      const top = Math.max(label.top, lowest + END_LABEL_HEIGHT);
      lowest = top;
      return { ...label, top };
    });
}

/** The focused dot, a link to the rows behind its value. */
function activeDot(
  color: string,
  hrefOf: (row: ChartRow) => string | undefined,
  points: ChartNavigation,
) {
  return ({ cx, cy, payload, value }: ActiveDot) => {
    const href = payload && hrefOf(payload);
    if (typeof value !== 'number') return <g />;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: keyboard users open the row from the plot.
      <circle
        cx={cx}
        cy={cy}
        r={5}
        fill={color}
        stroke="var(--surface)"
        strokeWidth={2}
        className={href ? 'cursor-pointer' : ''}
        onClick={(event) => points.open(href, event)}
      />
    );
  };
}

interface ActiveDot {
  readonly cx: number | undefined;
  readonly cy: number | undefined;
  readonly value: unknown;
  readonly payload: ChartRow | undefined;
}

const MIN_LABEL_HEIGHT = 16;

/** Bands behind the lines, labeled if they are tall enough. */
function zoneAreas(zones: readonly ValueZone[], ticks: readonly number[]) {
  const low = ticks[0] ?? 0;
  const high = ticks[ticks.length - 1] ?? 1;
  return zones.map(({ from, to, title, tone }) => (
    <ReferenceArea
      key={title}
      y1={Math.max(low, from ?? low)}
      y2={Math.min(high, to ?? high)}
      fill={`var(--${tone}-soft)`}
      fillOpacity={1}
      ifOverflow="hidden"
      label={({ viewBox }: { viewBox?: { x?: number; y?: number; height?: number } }) => {
        const { x = 0, y = 0, height = 0 } = viewBox ?? {};
        if (height < MIN_LABEL_HEIGHT) return <g />;
        return (
          <text x={x + 6} y={y + 12} fontSize={10} fill={`var(--${tone})`}>
            {title}
          </text>
        );
      }}
    />
  ));
}
