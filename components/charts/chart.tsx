'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { ChartCard, type ChartCardProps, ChartSkeleton, EmptyChart } from './chart-card';
import type { ChartData } from './chart-data';
import {
  type ChartSpec,
  isHorizontal,
  isStacked,
  type PlotProps,
  plotHeight,
  seriesFor,
} from './chart-spec';
import { ChartDataTable, DownloadCsvButton } from './chart-table';
import { Legend, SeriesPatterns } from './legend';

// Recharts is large: load it only on pages with charts, after the page itself. Next.js requires
// literal options.
const HorizontalBarChart = dynamic(() => import('./horizontal-bar-chart'), {
  ssr: false,
  loading: PlotSkeleton,
});
const VerticalBarChart = dynamic(() => import('./vertical-bar-chart'), {
  ssr: false,
  loading: PlotSkeleton,
});
const LineChart = dynamic(() => import('./line-chart'), { ssr: false, loading: PlotSkeleton });

function PlotSkeleton() {
  return <Skeleton className="absolute inset-0" />;
}

function Plot({ spec, ...rest }: PlotProps<ChartSpec>) {
  switch (spec.kind) {
    case 'horizontal-bar':
    case 'diverging-bar':
      return <HorizontalBarChart {...rest} spec={spec} />;
    case 'vertical-bar':
      return <VerticalBarChart {...rest} spec={spec} />;
    case 'line':
      return <LineChart {...rest} spec={spec} />;
  }
}

/**
 * A chart in a card titled by the question it answers, with a table view and a CSV download.
 * Without data (null), a skeleton of the same size.
 */
export function Chart({
  data,
  spec,
  rows,
  grouped,
  ...rest
}: ChartProps & {
  readonly data: ChartData | null;
  /** The same rows below a row for each group, which a button shows instead. */
  readonly grouped?: GroupedData | undefined;
  readonly spec: ChartSpec;
  /** Expected number of rows, which sets the height of the skeleton. */
  readonly rows?: number;
}) {
  if (data) return <LoadedChart {...rest} data={data} spec={spec} grouped={grouped} />;
  const { file: _file, empty: _empty, ...card } = rest;
  return <ChartSkeleton {...card} spec={spec} rows={rows} />;
}

interface GroupedData extends ChartData {
  /** The button's text, such as "By team". */
  readonly title: string;
}

function LoadedChart({
  data: ungrouped,
  spec,
  grouped,
  ...rest
}: ChartProps & {
  readonly data: ChartData;
  readonly spec: ChartSpec;
  readonly grouped: GroupedData | undefined;
}) {
  const id = useId();
  const [isGrouped, setGrouped] = useState(false);
  const data = isGrouped && grouped ? grouped : ungrouped;
  const patterns = hasRoomForPatterns(data, spec) ? id : '';
  const series = useMemo(() => seriesFor(data, spec), [data, spec]);
  return (
    <ChartWithTable
      {...rest}
      data={data}
      controls={
        grouped && (
          <GroupButton isGrouped={isGrouped} onChange={setGrouped}>
            {grouped.title}
          </GroupButton>
        )
      }
    >
      <SeriesPatterns id={id} series={series} />
      <Legend data={data} spec={spec} series={series} patterns={patterns} />
      <div
        className="relative print:min-h-0!"
        style={{ minHeight: plotHeight(data.rows.length, spec) }}
      >
        <Plot
          data={data}
          spec={spec}
          series={series}
          patterns={patterns}
          question={rest.question}
        />
      </div>
    </ChartWithTable>
  );
}

/** Shows rows for groups, such as teams. */
export function GroupButton({
  isGrouped,
  onChange,
  children,
}: {
  readonly isGrouped: boolean;
  readonly onChange: (isGrouped: boolean) => void;
  /** The text, such as "By team". */
  readonly children: string;
}) {
  return (
    <Button
      size="sm"
      aria-pressed={isGrouped}
      className={isGrouped ? 'bg-accent-soft text-accent-ink' : ''}
      onClick={() => onChange(!isGrouped)}
    >
      {children}
    </Button>
  );
}

/** Patterns are visible only on wide bars; narrow ones rely on color and gaps. */
function hasRoomForPatterns({ rows }: ChartData, spec: ChartSpec): boolean {
  return isHorizontal(spec) || rows.length * (isStacked(spec) ? 1 : spec.values.length) <= 36;
}

export interface ChartProps extends ChartCardProps {
  /** Name of the downloaded file, without its extension. */
  readonly file: string;
  /** Text shown if there are no rows. */
  readonly empty?: ReactNode;
}

/** A card that shows its children or, on request, the same data as a table; with a CSV download. */
export function ChartWithTable({
  data,
  table = data,
  hasContent = data.rows.length > 0,
  file,
  empty,
  controls,
  printsTable = false,
  children,
  ...card
}: ChartProps & {
  readonly data: ChartData;
  /** The data for the table view, if it differs from the download. */
  readonly table?: ChartData | undefined;
  readonly hasContent?: boolean | undefined;
  /** Further controls of the chart. */
  readonly controls?: ReactNode;
  /** Prints the table, for a chart that may be too wide for paper. */
  readonly printsTable?: boolean;
  readonly children: ReactNode;
}) {
  const [view, setView] = useState<ChartView>('chart');
  if (!hasContent) {
    return (
      <ChartCard {...card}>
        <EmptyChart>{empty}</EmptyChart>
      </ChartCard>
    );
  }
  return (
    <ChartCard
      {...card}
      actions={
        <>
          {controls}
          <ChartViewSwitch view={view} onChange={setView} />
          <DownloadCsvButton data={data} file={file} question={card.question} />
        </>
      }
    >
      {view === 'chart' && (
        <div className={classNames('px-4 pb-4', printsTable && 'print:hidden')}>{children}</div>
      )}
      {(view === 'table' || printsTable) && (
        <div className={view === 'table' ? '' : 'hidden print:block'}>
          <ChartDataTable data={table} label={`Table: ${card.question}`} />
        </div>
      )}
    </ChartCard>
  );
}

type ChartView = 'chart' | 'table';

const chartViews = [
  ['chart', 'Chart'],
  ['table', 'Table'],
] as const;

function ChartViewSwitch({
  view,
  onChange,
}: {
  readonly view: ChartView;
  readonly onChange: (view: ChartView) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend and its own styles.
    <div role="group" aria-label="Show as" className="inline-flex rounded-md shadow-control">
      {chartViews.map(([value, title]) => (
        <button
          key={value}
          type="button"
          aria-pressed={view === value}
          onClick={() => onChange(value)}
          className={classNames(
            'h-7 border border-line-strong px-2 text-xs font-medium first:rounded-l-md last:-ml-px last:rounded-r-md focus-visible:z-10',
            view === value
              ? 'z-1 bg-accent-soft text-accent-ink'
              : 'bg-surface text-ink-muted hover:bg-hover',
          )}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
