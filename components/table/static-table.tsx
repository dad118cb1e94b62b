import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { LinkHeaderCell, type SortLink } from './header-cell';

/** A column of a static table. */
export interface StaticColumn {
  readonly id: string;
  readonly label: string;
  readonly align?: 'start' | 'end' | undefined;
  /** Marks the cells as row headers. */
  readonly rowHeader?: boolean | undefined;
  /** Class of the column's cells and header, such as a minimum width. */
  readonly className?: string | undefined;
  /** Makes the header a link that sorts by this column. */
  readonly sortLink?: SortLink | undefined;
}

/** A row with its rendered cells by column id. */
export interface StaticRow {
  readonly id: string;
  readonly cells: Readonly<Record<string, ReactNode>>;
  readonly className?: string | undefined;
}

/** A table without interaction, whose columns are as wide as their content. */
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
          <tr>
            {columns.map((column) => (
              <LinkHeaderCell key={column.id} {...column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={classNames('hover:bg-hover', row.className)}>
              {columns.map((column) => (
                <StaticCell key={column.id} column={column}>
                  {row.cells[column.id]}
                </StaticCell>
              ))}
            </tr>
          ))}
        </tbody>
        {footer && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <StaticCell key={column.id} column={column} last>
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

function StaticCell({
  column: { align, rowHeader, className: columnClass },
  last = false,
  children,
}: {
  readonly column: StaticColumn;
  readonly last?: boolean;
  readonly children: ReactNode;
}) {
  const className = classNames(
    'px-3 py-2',
    last ? 'sticky bottom-0 bg-sunken font-medium' : 'border-b border-line',
    align === 'end' && 'text-right whitespace-nowrap',
    columnClass,
  );
  return rowHeader ? (
    <th scope="row" className={classNames(className, !last && 'font-normal')}>
      {children}
    </th>
  ) : (
    <td className={className}>{children}</td>
  );
}
