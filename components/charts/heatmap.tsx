'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useFormat } from '@/components/ui/format-provider';
import { DownloadCsvButton } from './chart';
import { ChartCard, type ChartCardProps, EmptyChart } from './chart-card';
import { type HeatmapCell, heatmapChartData, heatmapTotals } from './heatmap-data';

const headClass =
  'sticky top-0 z-10 border-b border-line bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-muted';
const sumClass = 'bg-sunken px-3 py-1.5 text-right font-medium print:px-1';
// The most accent that keeps the text contrast at 4.5:1 in both themes.
const MAX_ACCENT_PERCENT = 45;

/** A table of counts by row and column, colored by value, with totals and links. */
export function Heatmap({
  rowTitle,
  columnTitle,
  rows,
  columns,
  cells,
  file,
  empty,
  ...card
}: ChartCardProps & {
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly HeatmapCell[];
  /** Name of the downloaded file, without its extension. */
  readonly file: string;
  /** Text shown if there are no rows. */
  readonly empty?: ReactNode;
}) {
  const format = useFormat();
  if (rows.length === 0 || columns.length === 0) {
    return (
      <ChartCard {...card}>
        <EmptyChart>{empty}</EmptyChart>
      </ChartCard>
    );
  }
  const totals = heatmapTotals(cells);
  const data = heatmapChartData(totals, rowTitle, rows, columns);
  return (
    <ChartCard
      {...card}
      actions={<DownloadCsvButton data={data} file={file} question={card.question} />}
    >
      <div className="border-t border-line">
        <section
          aria-label={`Table: ${card.question}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable.
          tabIndex={0}
          data-print="flow"
          className="max-h-[32rem] overflow-auto -outline-offset-2"
        >
          <table
            aria-label={`Table: ${card.question}`}
            className="w-full border-separate border-spacing-0 text-left text-sm"
          >
            <thead>
              <tr>
                <th scope="col" className={`${headClass} left-0 z-20`}>
                  {rowTitle} <span aria-hidden="true">↓</span> {columnTitle}{' '}
                  <span aria-hidden="true">→</span>
                </th>
                {columns.map((column) => (
                  <th key={column} scope="col" className={`${headClass} text-right print:px-1`}>
                    <span
                      className="inline-block max-w-32 truncate align-bottom print:max-w-20 print:whitespace-normal"
                      title={column}
                    >
                      {column}
                    </span>
                  </th>
                ))}
                <th scope="col" className={`${headClass} text-right`}>
                  Total
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row}>
                  <RowHead>{row}</RowHead>
                  {columns.map((column) => (
                    <HeatmapValueCell
                      key={column}
                      cell={totals.cellAt(row, column)}
                      max={totals.max}
                    />
                  ))}
                  <td className={sumClass}>{format.number(totals.rowSum(row))}</td>
                </tr>
              ))}
              <tr>
                <RowHead>Total</RowHead>
                {columns.map((column) => (
                  <td key={column} className={sumClass}>
                    {format.number(totals.columnSum(column))}
                  </td>
                ))}
                <td className={sumClass}>{format.number(totals.sum)}</td>
              </tr>
            </tbody>
          </table>
        </section>
      </div>
    </ChartCard>
  );
}

function RowHead({ children }: { readonly children: string }) {
  return (
    <th
      scope="row"
      title={children}
      className="sticky left-0 z-10 max-w-40 min-w-24 truncate border-r border-line bg-surface px-3 py-1.5 font-normal print:max-w-28 print:px-1 print:whitespace-normal"
    >
      {children}
    </th>
  );
}

function HeatmapValueCell({
  cell,
  max,
}: {
  readonly cell: HeatmapCell | undefined;
  readonly max: number;
}) {
  const format = useFormat();
  const value = cell?.value ?? 0;
  if (value === 0) return <td className="px-3 py-1.5 text-right text-ink-faint print:px-1">0</td>;
  const share = Math.round((value / (max || 1)) * MAX_ACCENT_PERCENT);
  const text = format.number(value);
  return (
    <td
      data-mark
      className="px-3 py-1.5 text-right text-ink print:px-1"
      style={{ background: `color-mix(in srgb, var(--accent) ${share}%, var(--surface))` }}
    >
      {cell?.href ? (
        <Link href={cell.href} prefetch={false} className="underline underline-offset-2">
          {text}
        </Link>
      ) : (
        text
      )}
    </td>
  );
}
