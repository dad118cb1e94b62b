import Link from 'next/link';
import { type CSSProperties, type Ref, useCallback, useMemo, useRef } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  ReferenceLine,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { HorizontalValueAxis, horizontalPlotMargin, referenceLine } from './axes';
import { type ChartData, type ChartRow, formatCell, numberAt } from './chart-data';
import { useChartKeyboardNavigation } from './chart-keyboard-navigation';
import {
  barHeight,
  barRowHeight,
  barTexts,
  type ChartSpec,
  columnFor,
  type DivergingBarSpec,
  domainOf,
  type HorizontalBarSpec,
  hasFewCases,
  isStacked,
  MAX_ROWS_IN_VIEW,
  markerKey,
  markerShape,
  type PlotProps,
  plotHeight,
  type Series,
} from './chart-spec';
import { ChartTooltip } from './chart-tooltip';
import { FEW_CASES_OPACITY, seriesFill } from './legend';
import { niceTicks } from './nice-ticks';

/**
 * Horizontal bars with their names on the left and their values on the right. Very many rows scroll in
 * a region whose axis stays visible.
 */
export default function HorizontalBarChart(props: PlotProps<HorizontalBarSpec | DivergingBarSpec>) {
  const { data, spec, series } = props;
  const { rows } = data;
  const names = useRef<HTMLUListElement>(null);
  const column = series[0]?.column ?? columnFor(data, spec.label);
  const ticks = useMemo(() => niceTicks(domainOf(data, spec), column.kind), [data, spec, column]);

  const scrollTo = useCallback(
    (row: ChartRow) => {
      const item = names.current?.children[rows.indexOf(row)];
      item?.scrollIntoView({ block: 'nearest' });
    },
    [rows],
  );

  return (
    <div
      data-print="bars"
      className={classNames(
        'grid grid-cols-[fit-content(min(36%,22rem))_minmax(0,1fr)_fit-content(40%)]',
        // The plot's own outline would be clipped by the scrolling region.
        'outline-offset-2 outline-accent has-[svg:focus-visible]:outline-2',
        rows.length > MAX_ROWS_IN_VIEW &&
          'overflow-y-auto print:max-h-none! print:overflow-visible',
      )}
      style={
        {
          '--rows': rows.length,
          '--row-height': `${barRowHeight(spec)}px`,
          ...(rows.length > MAX_ROWS_IN_VIEW && { maxHeight: plotHeight(rows.length, spec) }),
        } as CSSProperties
      }
    >
      <div className="sticky top-0 z-10 bg-surface" />
      <HorizontalValueAxis ticks={ticks} column={column} />
      <div className="sticky top-0 z-10 bg-surface" />
      <RowLabels ref={names} rows={rows} data={data} spec={spec} />
      <HorizontalBarPlot {...props} rows={rows} ticks={ticks} onFocusRow={scrollTo} />
      <RowValues rows={rows} spec={spec} series={series} />
    </div>
  );
}

/** The value of each row, and how it adds up or that it has few cases. */
function RowValues({
  rows,
  spec,
  series,
}: {
  readonly rows: readonly ChartRow[];
  readonly spec: ChartSpec;
  readonly series: readonly Series[];
}) {
  const format = useFormat();
  return (
    <ul className="text-xs tabular-nums">
      {rows.map((row) => {
        const { text, detail } = barTexts(row, spec, series, format);
        return (
          <li
            key={row.id}
            style={{ height: ROW_HEIGHT }}
            className="flex items-center justify-end gap-1.5 whitespace-nowrap"
          >
            <span className={row.isGroup ? 'font-semibold' : ''}>{text}</span>
            {detail && <span className="text-ink-muted max-sm:sr-only">{detail}</span>}
          </li>
        );
      })}
    </ul>
  );
}

// In print, rows shrink to fit one page: the names and the plot cannot break together.
const ROW_HEIGHT = 'min(var(--row-height), var(--row-limit, var(--row-height)))';

// The plot contains no text, so it can be stretched to the width of a printed page.
const stretchToWidth = { preserveAspectRatio: 'none' };

/** The bars. Their names and the value axis are HTML outside the SVG. */
function HorizontalBarPlot({
  rows,
  ticks,
  onFocusRow,
  ...props
}: PlotProps<HorizontalBarSpec | DivergingBarSpec> & {
  readonly rows: readonly ChartRow[];
  readonly ticks: readonly number[];
  readonly onFocusRow: (row: ChartRow) => void;
}) {
  const { spec, series, patterns, question } = props;
  const points = useChartKeyboardNavigation(spec);
  const stacked = isStacked(spec);
  const marker = markerKey(spec);
  return (
    <div ref={points.box} className="min-w-0 [&_svg]:outline-none" {...points.handlers}>
      <BarChart
        {...stretchToWidth}
        responsive
        layout="vertical"
        data={rows}
        aria-label={question}
        style={{ width: '100%', height: `calc(var(--rows) * ${ROW_HEIGHT})` }}
        margin={{ ...horizontalPlotMargin, top: 0, bottom: 0 }}
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
              points.open(row.hrefs?.[key] ?? row.hrefs?.[spec.label], event);
            }}
          >
            {spec.cases &&
              rows.map((row) => (
                <Cell key={row.id} fillOpacity={hasFewCases(row, spec) ? FEW_CASES_OPACITY : 1} />
              ))}
          </Bar>
        ))}
        {spec.references?.map(({ title, value }) =>
          value === null ? null : <ReferenceLine key={title} x={value} {...referenceLine} />,
        )}
        <ReferenceLine x={0} stroke="var(--line-control)" zIndex={350} />
        {marker && <RowMarkers rows={rows} column={marker} shape={markerShape(spec)} />}
        <ChartTooltip {...props} points={points} onFocusRow={onFocusRow} />
      </BarChart>
    </div>
  );
}

/** The row names, truncated to the available space; the full name is in the title. */
function RowLabels({
  ref,
  rows,
  data,
  spec,
}: {
  readonly ref: Ref<HTMLUListElement>;
  readonly rows: readonly ChartRow[];
  readonly data: ChartData;
  readonly spec: ChartSpec;
}) {
  const format = useFormat();
  const column = columnFor(data, spec.label);
  return (
    <ul ref={ref} className="min-w-0 text-xs">
      {rows.map((row) => {
        const text = formatCell(row.cells[spec.label], column, format);
        const href = row.hrefs?.[spec.label];
        return (
          <li
            key={row.id}
            title={text}
            style={{ height: ROW_HEIGHT }}
            className={classNames(
              'flex scroll-mt-6 items-center justify-end text-right',
              row.isGroup && 'font-semibold',
            )}
          >
            {href ? (
              <Link
                href={href}
                prefetch={false}
                // Reachable by keyboard through the plot or the table, without a tab stop per row.
                tabIndex={-1}
                className="truncate hover:underline"
              >
                {text}
              </Link>
            ) : (
              <span className="truncate">{text}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const MARKER_Z_INDEX = 400;
const inset = 4;

/** A marker over each row's bars: a line across them for a limit, a diamond for another value. */
function RowMarkers({
  rows,
  column,
  shape,
}: {
  readonly rows: readonly ChartRow[];
  readonly column: string;
  readonly shape: 'limit' | 'diamond';
}) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <ZIndexLayer zIndex={MARKER_Z_INDEX}>
      <g className="pointer-events-none">
        {rows.map((row) => {
          const value = numberAt(row, column);
          const at = value === null ? undefined : x(value);
          const start = y(row.id, { position: 'start' });
          const end = y(row.id, { position: 'end' });
          if (at === undefined || start === undefined || end === undefined) return null;
          if (shape === 'diamond')
            return <Diamond key={row.id} at={at} middle={(start + end) / 2} />;
          const reach = Math.min((end - start) / 2 - inset, 32);
          const [from, to] = [(start + end) / 2 - reach, (start + end) / 2 + reach];
          const d = `M${at} ${from}V${to}`;
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
