import Link from 'next/link';
import { type Ref, useCallback, useMemo, useRef, useState } from 'react';
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatNumber } from '@/components/ui/format';
import { HorizontalValueAxis, horizontalPlotMargin, RowMarkers } from './axes';
import { type ChartData, type ChartRow, formatCell } from './chart-data';
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

/**
 * Bars below each other with their names at the left. The first rows are shown, the rest on demand
 * in a region that scrolls, its axis staying in sight.
 */
export function HorizontalBarChart(props: PlotProps<HorizontalBarSpec | DivergingBarSpec>) {
  const { data, mark, series } = props;
  const [all, setAll] = useState(false);
  const names = useRef<HTMLUListElement>(null);
  const column = series[0]?.column ?? columnFor(data, mark.label);
  const ticks = useMemo(() => niceTicks(domainOf(data, mark), column.kind), [data, mark, column]);
  const rows = useMemo(() => (all ? data.rows : data.rows.slice(0, INITIAL_ROWS)), [all, data]);
  const folds = data.rows.length > INITIAL_ROWS;

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
          'grid grid-cols-[minmax(5.5rem,min(32%,14rem))_minmax(0,1fr)]',
          // The drawing's own outline would be cut off where it scrolls.
          'outline-offset-2 outline-accent has-[svg:focus-visible]:outline-2',
          all && 'max-h-[32rem] overflow-y-auto print:max-h-none print:overflow-visible',
        )}
      >
        <div className="sticky top-0 z-10 bg-surface" />
        <HorizontalValueAxis ticks={ticks} column={column} />
        <RowLabels ref={names} rows={rows} data={data} mark={mark} />
        <HorizontalBarPlot {...props} rows={rows} ticks={ticks} onPoint={scrollTo} />
      </div>
      {folds && !all && (
        <p className="hidden pt-2 text-xs text-ink-muted print:block">
          The first {INITIAL_ROWS} of {formatNumber(data.rows.length)}.
        </p>
      )}
      {folds && (
        <div data-print="none" className="flex items-end" style={{ height: expandButtonHeight }}>
          <Button size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Show the first ${INITIAL_ROWS}` : `Show all ${formatNumber(data.rows.length)}`}
          </Button>
        </div>
      )}
    </>
  );
}

// Nothing is written inside the drawing, so that it may be stretched to the width of a sheet.
const stretchToWidth = { preserveAspectRatio: 'none' };

/** The bars themselves, beside names and below values that are not part of the drawing. */
function HorizontalBarPlot({
  rows,
  ticks,
  onPoint,
  ...props
}: PlotProps<HorizontalBarSpec | DivergingBarSpec> & {
  readonly rows: readonly ChartRow[];
  readonly ticks: readonly number[];
  readonly onPoint: (row: ChartRow) => void;
}) {
  const { mark, series, patterns, question } = props;
  const points = useChartKeyboardNavigation(mark);
  const stacked = isStacked(mark);
  const extra = markerKey(mark);
  return (
    <div ref={points.box} className="min-w-0 [&_svg]:outline-none" {...points.handlers}>
      <BarChart
        {...stretchToWidth}
        responsive
        layout="vertical"
        data={rows}
        aria-label={question}
        style={{ width: '100%', height: rows.length * barRowHeight(mark) }}
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
              points.open(row.hrefs?.[key] ?? row.hrefs?.[mark.label], event);
            }}
          />
        ))}
        <ReferenceLine x={0} stroke="var(--line-control)" zIndex={350} />
        {extra && (
          <RowMarkers
            rows={rows}
            column={extra}
            shape={mark.kind === 'bars' ? 'limit' : 'total'}
            lying
          />
        )}
        <ChartTooltip {...props} points={points} onPoint={onPoint} />
      </BarChart>
    </div>
  );
}

/** The names of lying bars, cut where there is no room for them and whole on hover. */
function RowLabels({
  ref,
  rows,
  data,
  mark,
}: {
  readonly ref: Ref<HTMLUListElement>;
  readonly rows: readonly ChartRow[];
  readonly data: ChartData;
  readonly mark: ChartSpec;
}) {
  const column = columnFor(data, mark.label);
  return (
    <ul ref={ref} className="min-w-0 text-xs">
      {rows.map((row) => {
        const text = formatCell(row.cells[mark.label], column);
        const href = row.hrefs?.[mark.label];
        return (
          <li
            key={row.id}
            title={text}
            style={{ height: barRowHeight(mark) }}
            className="flex scroll-mt-6 items-center justify-end text-right"
          >
            {href ? (
              <Link
                href={href}
                prefetch={false}
                // Keys reach it by the drawing or the table; so many stops would only be in the way.
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
