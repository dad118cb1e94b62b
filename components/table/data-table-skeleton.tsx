import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import {
  type Breakpoint,
  cellPaddingClass,
  cellVisibilityClass,
  columnVisibilityClass,
  DEFAULT_COLUMN_WIDTH,
  type Density,
  minTableWidth,
  rowHeightClass,
} from './dimensions';
import { headerCellClass } from './header-cell';

/** A `DataTable` that is loading, with the same columns and row heights. */
export function DataTableSkeleton({
  columns,
  rows = 12,
  density = 'compact',
  className,
}: {
  readonly columns: readonly {
    readonly label: string;
    readonly width?: number;
    readonly grow?: boolean;
    readonly showFrom?: Breakpoint;
  }[];
  readonly rows?: number;
  readonly density?: Density;
  readonly className?: string;
}) {
  return (
    <div aria-hidden="true" className={classNames('min-h-0 overflow-hidden', className)}>
      <table
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: minTableWidth(columns) }}
      >
        <colgroup>
          {columns.map(({ label, width, grow, showFrom }) => (
            <col
              key={label}
              className={showFrom && columnVisibilityClass[showFrom]}
              style={grow ? undefined : { width: width ?? DEFAULT_COLUMN_WIDTH }}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ label, showFrom }) => (
              <th
                key={label}
                className={classNames(
                  headerCellClass,
                  cellPaddingClass,
                  showFrom && cellVisibilityClass[showFrom],
                )}
              >
                <span className="block truncate">{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change.
            <tr key={row}>
              {columns.map(({ label, showFrom }) => (
                <td
                  key={label}
                  className={classNames(
                    rowHeightClass[density],
                    cellPaddingClass,
                    'border-b border-line py-0',
                    showFrom && cellVisibilityClass[showFrom],
                  )}
                >
                  <Skeleton className="h-3 w-2/3" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
