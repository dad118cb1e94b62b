import Link from 'next/link';
import { type Ref, useCallback, useMemo, useRef, useState } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { HorizontalValueAxis, horizontalPlotMargin } from './axes';
import { type ChartData, type ChartRow, formatCell, numberAt } from './chart-data';
import { useChartKeyboardNavigation } from './chart-keyboard-navigation';
import {
  barHeight,
  barRowHeight,
  type ChartSpec,
  columnFor,
  type DivergingBarSpec,
  domainOf,
  expandButtonHeight,
  type HorizontalBarSpec,
  INITIAL_ROWS,
  isStacked,
  markerKey,
  type PlotProps,
} from './chart-spec';
import { ChartTooltip } from './chart-tooltip';
import { seriesFill } from './legend';
import { niceTicks } from './nice-ticks';
import { usePrinting } from './use-printing';

/**
 * Horizontal bars with their names on the left. Shows the first rows, and the rest on request in a
 * scrolling region whose axis stays visible.
 */
export default function HorizontalBarChart(props: PlotProps<HorizontalBarSpec | DivergingBarSpec>) {
  const { data, spec, series } = props;
  const format = useFormat();
  const [expanded, setExpanded] = useState(false);
  const names = useRef<HTMLUListElement>(null);
  const column = series[0]?.column ?? columnFor(data, spec.label);
  const ticks = useMemo(() => niceTicks(domainOf(data, spec), column.kind), [data, spec, column]);
  // Paper has no button to show the rest.
  const showsAll = usePrinting() || expanded;
  const rows = useMemo(
    () => (showsAll ? data.rows : data.rows.slice(0, INITIAL_ROWS)),
    [showsAll, data],
  );
  const expandable = data.rows.length > INITIAL_ROWS;

  const scrollTo = useCallback(
    (row: ChartRow) => {
      const item = names.current?.children[rows.indexOf(row)];
      item?.scrollIntoView({ block: 'nearest' });
    },
    [rows],
  );

  return (
    <>
      <div
        className={classNames(
          'grid grid-cols-[fit-content(min(40%,22rem))_minmax(0,1fr)]',
          // The plot's own outline would be clipped by the scrolling region.
          'outline-offset-2 outline-accent has-[svg:focus-visible]:outline-2',
          expanded && 'max-h-[32rem] overflow-y-auto print:max-h-none print:overflow-visible',
        )}
      >
        <div className="sticky top-0 z-10 bg-surface" />
        <HorizontalValueAxis ticks={ticks} column={column} />
        <RowLabels ref={names} rows={rows} data={data} spec={spec} />
        <HorizontalBarPlot {...props} rows={rows} ticks={ticks} onFocusRow={scrollTo} />
      </div>
      {expandable && (
        <div data-print="none" className="flex items-end" style={{ height: expandButtonHeight }}>
          <Button size="sm" aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
            {expanded
              ? `Show the first ${INITIAL_ROWS}`
              : `Show all ${format.number(data.rows.length)}`}
          </Button>
        </div>
      )}
    </>
  );
}

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
        style={{ width: '100%', height: rows.length * barRowHeight(spec) }}
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
          />
        ))}
        <ReferenceLine x={0} stroke="var(--line-control)" zIndex={350} />
        {marker && (
          <RowMarkers
            rows={rows}
            column={marker}
            shape={spec.kind === 'horizontal-bar' ? 'limit' : 'total'}
          />
        )}
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
            style={{ height: barRowHeight(spec) }}
            className="flex scroll-mt-6 items-center justify-end text-right"
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

/** A marker over each row's bars: a line across them for a limit, a diamond for a total. */
function RowMarkers({
  rows,
  column,
  shape,
}: {
  readonly rows: readonly ChartRow[];
  readonly column: string;
  readonly shape: 'limit' | 'total';
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
          if (shape === 'total') return <Diamond key={row.id} at={at} middle={(start + end) / 2} />;
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
