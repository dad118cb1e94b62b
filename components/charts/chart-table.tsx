'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { StaticTable } from '@/components/table/static-table';
import { useFirstRows } from '@/components/table/use-first-rows';
import { Button } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { saveFile } from '@/components/ui/save-file';
import { type ChartColumn, type ChartData, type ChartRow, formatCell, toCsv } from './chart-data';
import { useExportDescription } from './chart-exports';

/** The data as a table, with links to the rows behind each value. */
export function ChartDataTable({
  data,
  label,
}: {
  readonly data: ChartData;
  readonly label: string;
}) {
  const format = useFormat();
  const firstRows = useFirstRows(data.rows);
  return (
    <div className="border-t border-line">
      <StaticTable
        label={label}
        scrollClass="max-h-96"
        columns={data.columns.map((column, index) => ({
          id: column.key,
          label: column.title,
          align: isNumeric(column) ? ('end' as const) : undefined,
          rowHeader: index === 0,
          className: cellClass(column, index),
        }))}
        rows={firstRows.map((row) => ({
          id: row.id,
          cells: Object.fromEntries(
            data.columns.map((column) => [column.key, cellContent(row, column, format)]),
          ),
        }))}
      />
    </div>
  );
}

function cellClass({ kind }: ChartColumn, index: number): string {
  if (index === 0) return 'min-w-36';
  return kind === 'text' ? 'min-w-28' : 'whitespace-nowrap';
}

function cellContent(row: ChartRow, column: ChartColumn, format: Format): ReactNode {
  const text = formatCell(row.cells[column.key], column, format);
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

/** Downloads the data as CSV (see `toCsv`), with the page's description of it. */
export function DownloadCsvButton({
  data,
  file,
  question,
}: {
  readonly data: ChartData;
  readonly file: string;
  readonly question: string;
}) {
  const { suffix, lines } = useExportDescription();
  const download = () => {
    const text = toCsv(data, [['Chart', question], ...lines]);
    const name = [file, suffix].filter(Boolean).join('-');
    saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
  };
  return (
    <Button size="sm" title="Download the data" onClick={download}>
      CSV<span className="sr-only"> of “{question}”</span>
    </Button>
  );
}
