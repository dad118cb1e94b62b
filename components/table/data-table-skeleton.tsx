import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { ColumnGroup } from './column-group';
import type { ColumnLayout } from './columns';
import {
  cellPaddingClass,
  cellVisibilityClass,
  type Density,
  rowHeightClass,
  tableWidthClass,
  tableWidths,
} from './dimensions';
import { headerCellClass } from './header-cell';

/** A `DataTable` that is loading, with the same columns and row heights. */
export function DataTableSkeleton({
  columns,
  rows,
  density,
  className,
}: {
  readonly columns: readonly ColumnLayout[];
  readonly rows: number;
  readonly density: Density;
  readonly className?: string;
}) {
  return (
    <div aria-hidden="true" className={classNames('min-h-0 overflow-hidden', className)}>
      <table
        className={classNames(
          'w-full table-fixed border-separate border-spacing-0 text-sm',
          tableWidthClass,
        )}
        style={tableWidths(columns)}
      >
        <ColumnGroup columns={columns} />
        <thead>
          <tr>
            {columns.map(({ id, label, header = label, align, showFrom }) => (
              <th
                key={id}
                className={classNames(
                  headerCellClass,
                  cellPaddingClass,
                  align === 'end' && 'text-right',
                  showFrom && cellVisibilityClass[showFrom],
                )}
              >
                <span className="block truncate">{header}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change.
            <tr key={row}>
              {columns.map(({ id, align, showFrom }) => (
                <td
                  key={id}
                  className={classNames(
                    rowHeightClass[density],
                    cellPaddingClass,
                    'border-b border-line py-1',
                    showFrom && cellVisibilityClass[showFrom],
                  )}
                >
                  <Skeleton className={classNames('h-3 w-2/3', align === 'end' && 'ml-auto')} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
