import Link from 'next/link';
import { Table, Td, Th } from '@/components/ui/table';
import { cellText } from './cell-text';
import type { ChartColumn, ChartData, ChartRow } from './chart-data';

/** A figure's data as a table, each cell written by its kind and linked where it has an address. */
export function FigureTable({ data, label }: { readonly data: ChartData; readonly label: string }) {
  const [first] = data.columns;
  return (
    <div className="border-t border-line">
      <Table label={label} scrollClass="max-h-96">
        <thead>
          <tr>
            {data.columns.map((column) => (
              <Th key={column.key} end={isFigure(column)}>
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
                    <Cell row={row} column={column} />
                  </th>
                ) : (
                  <Td
                    key={column.key}
                    end={isFigure(column)}
                    className={column.kind === 'text' ? 'min-w-28' : 'whitespace-nowrap'}
                  >
                    <Cell row={row} column={column} />
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

function Cell({ row, column }: { readonly row: ChartRow; readonly column: ChartColumn }) {
  const text = cellText(row.cells[column.key], column);
  const href = row.hrefs?.[column.key];
  return href && (row.cells[column.key] ?? '') !== '' ? (
    <Link href={href} prefetch={false} className="text-accent-ink underline underline-offset-2">
      {text}
    </Link>
  ) : (
    text
  );
}

function isFigure({ kind }: ChartColumn): boolean {
  return kind !== 'text' && kind !== 'day';
}
