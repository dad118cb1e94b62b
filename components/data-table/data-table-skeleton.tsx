import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { cellPadding, type Density, rowHeight } from './density';
import { headStyle } from './head-cell';

/** The table before its rows are there, of the same size. */
export function DataTableSkeleton({
  columns,
  rows = 12,
  density = 'compact',
  className,
}: {
  readonly columns: readonly {
    readonly label: string;
    readonly width: number;
    readonly grow?: boolean;
  }[];
  readonly rows?: number;
  readonly density?: Density;
  readonly className?: string;
}) {
  return (
    <div aria-hidden="true" className={classNames('min-h-0 overflow-hidden', className)}>
      <table
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: columns.reduce((sum, { width }) => sum + width, 0) }}
      >
        <colgroup>
          {columns.map(({ label, width, grow }) => (
            <col key={label} style={grow ? undefined : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ label }) => (
              <th key={label} className={classNames(headStyle, cellPadding)}>
                <span className="block truncate">{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places without identity.
            <tr key={row}>
              {columns.map(({ label }) => (
                <td
                  key={label}
                  className={classNames(
                    rowHeight[density],
                    cellPadding,
                    'border-b border-line py-0',
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
