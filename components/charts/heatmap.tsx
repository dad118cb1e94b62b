import Link from 'next/link';
import type { ReactNode } from 'react';
import { Table, Th } from '@/components/table/table';
import { formatNumber } from '@/components/ui/format';
import { DownloadCsvButton } from './chart';
import { ChartCard, type ChartCardProps, EmptyChart } from './chart-card';
import { type HeatmapCell, heatmapChartData, heatmapTotals } from './heatmap-data';

const sumClass = 'bg-sunken px-3 py-1.5 text-right font-medium print:px-1';
// As much accent as leaves the ink on it a contrast of 4.5:1 in both themes.
const MAX_ACCENT_PERCENT = 45;

/**
 * How often each row met each column, as a table whose cells are the stronger coloured the more
 * there is in them; with sums, and links where cells have an address.
 */
export function Heatmap({
  rowTitle,
  columnTitle,
  rows,
  columns,
  cells,
  file,
  empty,
  ...words
}: ChartCardProps & {
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly HeatmapCell[];
  /** The name of the download, without its ending. */
  readonly file: string;
  /** What is said where there are no rows. */
  readonly empty?: ReactNode;
}) {
  if (rows.length === 0 || columns.length === 0) {
    return (
      <ChartCard {...words}>
        <EmptyChart>{empty}</EmptyChart>
      </ChartCard>
    );
  }
  const matrix = heatmapTotals(cells);
  const data = heatmapChartData(matrix, rowTitle, rows, columns);
  return (
    <ChartCard
      {...words}
      aside={<DownloadCsvButton data={data} file={file} question={words.question} />}
    >
      <div className="border-t border-line">
        <Table label={`Table: ${words.question}`} scrollClass="max-h-[32rem]">
          <thead>
            <tr>
              <Th className="left-0 z-20">
                {rowTitle} <span aria-hidden="true">↓</span> {columnTitle}{' '}
                <span aria-hidden="true">→</span>
              </Th>
              {columns.map((column) => (
                <Th key={column} end className="print:px-1">
                  <span
                    className="inline-block max-w-32 truncate align-bottom print:max-w-20 print:whitespace-normal"
                    title={column}
                  >
                    {column}
                  </span>
                </Th>
              ))}
              <Th end>Total</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <RowHead>{row}</RowHead>
                {columns.map((column) => (
                  <HeatmapValueCell
                    key={column}
                    cell={matrix.cellAt(row, column)}
                    most={matrix.max}
                  />
                ))}
                <td className={sumClass}>{formatNumber(matrix.rowSum(row))}</td>
              </tr>
            ))}
            <tr>
              <RowHead>Total</RowHead>
              {columns.map((column) => (
                <td key={column} className={sumClass}>
                  {formatNumber(matrix.columnSum(column))}
                </td>
              ))}
              <td className={sumClass}>{formatNumber(matrix.sum)}</td>
            </tr>
          </tbody>
        </Table>
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
  most,
}: {
  readonly cell: HeatmapCell | undefined;
  readonly most: number;
}) {
  const value = cell?.value ?? 0;
  if (value === 0) return <td className="px-3 py-1.5 text-right text-ink-faint print:px-1">0</td>;
  const share = Math.round((value / (most || 1)) * MAX_ACCENT_PERCENT);
  const text = formatNumber(value);
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
