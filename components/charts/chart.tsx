'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { Table, Td, Th } from '@/components/table/table';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { ChartCard, type ChartCardProps, EmptyChart } from './chart-card';
import { type ChartColumn, type ChartData, type ChartRow, formatCell, toCsv } from './chart-data';
import { type ChartSpec, isHorizontal, isStacked, plotHeight, seriesFor } from './chart-spec';
import { Legend, SeriesPatterns } from './legend';

const Plot = dynamic(() => import('./plot').then(({ Plot }) => Plot), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-0" />,
});

/**
 * A chart under the question it answers, with its table and its download. The drawing is loaded
 * when it is needed, and its place is kept until then.
 */
export function Chart({
  data,
  mark,
  ...rest
}: ChartProps & { readonly data: ChartData; readonly mark: ChartSpec }) {
  const id = useId();
  const patterns = hasRoomForPatterns(data, mark) ? id : '';
  const series = useMemo(() => seriesFor(data, mark), [data, mark]);
  return (
    <ChartWithTable {...rest} data={data}>
      <SeriesPatterns id={id} series={series} />
      <Legend data={data} mark={mark} series={series} patterns={patterns} />
      <div className="relative" style={{ minHeight: plotHeight(data.rows.length, mark) }}>
        <Plot
          data={data}
          mark={mark}
          series={series}
          patterns={patterns}
          question={rest.question}
        />
      </div>
    </ChartWithTable>
  );
}

/** Textures want bars that are wide enough to see them; thin ones keep their colours and gaps. */
function hasRoomForPatterns({ rows }: ChartData, mark: ChartSpec): boolean {
  return isHorizontal(mark) || rows.length * (isStacked(mark) ? 1 : mark.values.length) <= 36;
}

/** What a figure is given besides how it is drawn. */
export interface ChartProps extends ChartCardProps {
  /** The name of the download, without its ending. */
  readonly file: string;
  /** What is said where there are no rows. */
  readonly empty?: ReactNode;
}

/** A figure that is drawn or, at the reader's choice, a table of the same data; and its download. */
export function ChartWithTable({
  data,
  table = data,
  drawn = data.rows.length > 0,
  file,
  empty,
  children,
  ...words
}: ChartProps & {
  readonly data: ChartData;
  /** What the table shows where it is written in another way than the download. */
  readonly table?: ChartData | undefined;
  /** Whether there is anything to draw. */
  readonly drawn?: boolean | undefined;
  readonly children: ReactNode;
}) {
  const [view, setView] = useState<ChartView>('chart');
  if (!drawn) {
    return (
      <ChartCard {...words}>
        <EmptyChart>{empty}</EmptyChart>
      </ChartCard>
    );
  }
  return (
    <ChartCard
      {...words}
      aside={
        <>
          <ChartViewSwitch view={view} onChange={setView} />
          <DownloadCsvButton data={data} file={file} question={words.question} />
        </>
      }
    >
      {view === 'chart' ? (
        <div className="px-4 pb-4">{children}</div>
      ) : (
        <ChartDataTable data={table} label={`Table: ${words.question}`} />
      )}
    </ChartCard>
  );
}

/** The two ways to read a figure. */
type ChartView = 'chart' | 'table';

const chartViews = [
  ['chart', 'Chart'],
  ['table', 'Table'],
] as const;

/** Turns a figure from the drawing to its table and back. */
function ChartViewSwitch({
  view,
  onChange,
}: {
  readonly view: ChartView;
  readonly onChange: (view: ChartView) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look and legend.
    <div role="group" aria-label="Show as" className="inline-flex rounded-md shadow-control">
      {chartViews.map(([own, title]) => (
        <button
          key={own}
          type="button"
          aria-pressed={view === own}
          onClick={() => onChange(own)}
          className={classNames(
            'h-7 border border-line-strong px-2 text-xs font-medium first:rounded-l-md last:-ml-px last:rounded-r-md focus-visible:z-10',
            view === own
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

/** A figure's data as a table, each cell written by its kind and linked where it has an address. */
function ChartDataTable({ data, label }: { readonly data: ChartData; readonly label: string }) {
  const [first] = data.columns;
  return (
    <div className="border-t border-line">
      <Table label={label} scrollClass="max-h-96">
        <thead>
          <tr>
            {data.columns.map((column) => (
              <Th key={column.key} end={isNumeric(column)}>
                {column.title}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.id}>
              {data.columns.map((column) =>
                column === first ? (
                  <th
                    key={column.key}
                    scope="row"
                    className="min-w-36 border-b border-line px-3 py-2 font-normal"
                  >
                    <DataCell row={row} column={column} />
                  </th>
                ) : (
                  <Td
                    key={column.key}
                    end={isNumeric(column)}
                    className={column.kind === 'text' ? 'min-w-28' : 'whitespace-nowrap'}
                  >
                    <DataCell row={row} column={column} />
                  </Td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function DataCell({ row, column }: { readonly row: ChartRow; readonly column: ChartColumn }) {
  const text = formatCell(row.cells[column.key], column);
  const href = row.hrefs?.[column.key];
  return href && (row.cells[column.key] ?? '') !== '' ? (
    <Link href={href} prefetch={false} className="text-accent-ink underline underline-offset-2">
      {text}
    </Link>
  ) : (
    text
  );
}

function isNumeric({ kind }: ChartColumn): boolean {
  return kind !== 'text' && kind !== 'day';
}

/** Saves a figure's data as `<file>.csv`; see `csvOf` for what is in it. */
export function DownloadCsvButton({
  data,
  file,
  question,
}: {
  readonly data: ChartData;
  readonly file: string;
  readonly question: string;
}) {
  return (
    <Button
      size="sm"
      title="Download the figures"
      onClick={() => saveFile(toCsv(data), `${file}.csv`)}
    >
      CSV<VisuallyHidden> of “{question}”</VisuallyHidden>
    </Button>
  );
}

function saveFile(text: string, name: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; revoking at once cancels it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
