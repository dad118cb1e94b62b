'use client';

import { useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type ColumnMeta, type DataTableColumn, dataTableFeatures } from './columns';
import { LinkHeaderCell } from './header-cell';

/** A column of a static table. */
export interface StaticColumn
  extends Pick<ColumnMeta, 'label' | 'align' | 'rowHeader' | 'className' | 'sortLink'> {
  readonly id: string;
}

/** A row with its rendered cells by column id. */
export interface StaticRow {
  readonly id: string;
  readonly cells: Readonly<Record<string, ReactNode>>;
  readonly className?: string | undefined;
}

/**
 * A table without interaction. Its cells are rendered by the caller, usually a server component,
 * and its columns are as wide as their content.
 */
export function StaticTable({
  label,
  columns,
  rows,
  footer,
  empty,
  className,
  scrollClass,
}: {
  /** Accessible name: what the table lists. */
  readonly label: string;
  readonly columns: readonly StaticColumn[];
  readonly rows: readonly StaticRow[];
  /** Cells of a last row that stays visible, such as totals. */
  readonly footer?: StaticRow['cells'] | undefined;
  /** Shown instead of rows if there are none. */
  readonly empty?: ReactNode;
  /** Class of the table, such as a minimum width. */
  readonly className?: string | undefined;
  /** Class of the scrolling region, such as a maximum height. */
  readonly scrollClass?: string | undefined;
}) {
  const table = useTable({
    features: dataTableFeatures,
    columns: useMemo(() => columns.map(toColumnDef), [columns]),
    data: rows as StaticRow[],
    getRowId: ({ id }) => id,
    enableSorting: false,
  });
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable.
      tabIndex={0}
      data-print="flow"
      className={classNames('overflow-auto -outline-offset-2', scrollClass)}
    >
      <table
        aria-label={label}
        className={classNames(
          'w-full border-separate border-spacing-0 text-left text-sm',
          className,
        )}
      >
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <LinkHeaderCell key={header.id} meta={header.column.columnDef.meta}>
                  <table.FlexRender header={header} />
                </LinkHeaderCell>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className={classNames('hover:bg-hover', row.original.className)}>
              {row.getAllCells().map((cell) => (
                <StaticCell key={cell.id} meta={cell.column.columnDef.meta}>
                  <table.FlexRender cell={cell} />
                </StaticCell>
              ))}
            </tr>
          ))}
        </tbody>
        {footer && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <StaticCell key={column.id} meta={column} last>
                  {footer[column.id]}
                </StaticCell>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      {rows.length === 0 && empty}
    </section>
  );
}

function toColumnDef({ id, ...meta }: StaticColumn): DataTableColumn<StaticRow> {
  return { id, header: meta.label, cell: ({ row }) => row.original.cells[id], meta };
}

function StaticCell({
  meta,
  last = false,
  children,
}: {
  readonly meta: ColumnMeta | undefined;
  readonly last?: boolean;
  readonly children: ReactNode;
}) {
  const className = classNames(
    'px-3 py-2',
    last ? 'sticky bottom-0 bg-sunken font-medium' : 'border-b border-line',
    meta?.align === 'end' && 'text-right whitespace-nowrap',
    meta?.className,
  );
  return meta?.rowHeader ? (
    <th scope="row" className={classNames(className, !last && 'font-normal')}>
      {children}
    </th>
  ) : (
    <td className={className}>{children}</td>
  );
}
