'use client';

import Link from 'next/link';
import { useFormat } from '@/components/ui/format-provider';
import { type ChartProps, ChartWithTable } from './chart';
import {
  type HeatmapCell,
  type HeatmapTitles,
  heatmapChartData,
  heatmapTotals,
} from './heatmap-data';

const headClass =
  'sticky top-0 z-10 border-b border-line bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-muted';
const sumClass = 'bg-sunken px-3 py-1.5 text-right font-medium print:px-1';
// The most accent that keeps the text contrast at 4.5:1 in both themes.
const MAX_ACCENT_PERCENT = 45;

/**
 * A table of counts by row and column, colored by value, with totals and links. Without empty rows. Its
 * table view, download, and print list every value.
 */
export function Heatmap({
  titles,
  cells,
  ...rest
}: ChartProps & {
  readonly titles: HeatmapTitles;
  /** In the order of the table view. */
  readonly cells: readonly HeatmapCell[];
}) {
  const format = useFormat();
  const totals = heatmapTotals(cells);
  const data = heatmapChartData(cells, titles);
  return (
    <ChartWithTable {...rest} data={data} printsTable>
      <section
        aria-label={`Chart: ${rest.question}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable.
        tabIndex={0}
        className="max-h-[32rem] overflow-auto border-y border-line -outline-offset-2"
      >
        <table
          aria-label={rest.question}
          className="w-full border-separate border-spacing-0 text-left text-sm"
        >
          <thead>
            <tr>
              <th scope="col" className={`${headClass} left-0 z-20`}>
                {titles.row} <span aria-hidden="true">↓</span> {titles.column}{' '}
                <span aria-hidden="true">→</span>
              </th>
              {totals.columns.map((column) => (
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
            {totals.rows.map((row) => (
              <tr key={row}>
                <RowHead>{row}</RowHead>
                {totals.columns.map((column) => (
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
              {totals.columns.map((column) => (
                <td key={column} className={sumClass}>
                  {format.number(totals.columnSum(column))}
                </td>
              ))}
              <td className={sumClass}>{format.number(totals.sum)}</td>
            </tr>
          </tbody>
        </table>
      </section>
    </ChartWithTable>
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
