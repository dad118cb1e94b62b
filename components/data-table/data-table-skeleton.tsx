import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { cellPadding, type Density, rowHeight } from './density';
import { headStyle } from './head-cell';
import { leastWidth, type Room, roomyCell, roomyColumn } from './room';

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
    readonly room?: Room;
  }[];
  readonly rows?: number;
  readonly density?: Density;
  readonly className?: string;
}) {
  return (
    <div aria-hidden="true" className={classNames('min-h-0 overflow-hidden', className)}>
      <table
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: leastWidth(columns) }}
      >
        <colgroup>
          {columns.map(({ label, width, grow, room }) => (
            <col
              key={label}
              className={room && roomyColumn[room]}
              style={grow ? undefined : { width }}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ label, room }) => (
              <th
                key={label}
                className={classNames(headStyle, cellPadding, room && roomyCell[room])}
              >
                <span className="block truncate">{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places without identity.
            <tr key={row}>
              {columns.map(({ label, room }) => (
                <td
                  key={label}
                  className={classNames(
                    rowHeight[density],
                    cellPadding,
                    'border-b border-line py-0',
                    room && roomyCell[room],
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
