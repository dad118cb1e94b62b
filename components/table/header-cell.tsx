import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { ColumnMeta } from './columns';
import { cellPaddingClass, cellVisibilityClass, headerHeightClass } from './dimensions';

const sortDirectionLabels = { asc: 'ascending', desc: 'descending' } as const;
const headerClass =
  'sticky top-0 z-10 border-b border-line bg-surface text-left text-xs font-medium text-ink-muted';
export const headerCellClass = classNames(headerHeightClass, headerClass);

interface HeaderCellProps {
  readonly meta: ColumnMeta | undefined;
  readonly sorted: 'asc' | 'desc' | false;
  /** Index of the column in the sort order, from 0. */
  readonly sortIndex: number;
  /** Number of columns that the table is sorted by. */
  readonly sortCount: number;
  /** Called when the header is pressed; `add` keeps the other sorted columns. */
  readonly onSort: ((add: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** A column header of a table with fixed column widths. Sorts on press; Shift adds the column. */
export function SortableHeaderCell({
  meta,
  sorted,
  sortIndex,
  sortCount,
  onSort,
  children,
}: HeaderCellProps) {
  const end = meta?.align === 'end';
  // aria-sort may be set on one column only; the others say their direction in text.
  const isPrimary = sorted && sortIndex === 0;
  return (
    <th
      scope="col"
      aria-sort={isPrimary ? sortDirectionLabels[sorted] : undefined}
      className={classNames(
        headerCellClass,
        onSort ? 'p-0 first:pl-1 lg:first:pl-3' : cellPaddingClass,
        end && 'text-right',
        meta?.showFrom && cellVisibilityClass[meta.showFrom],
      )}
    >
      {onSort ? (
        <button
          type="button"
          title={`Sort by ${meta?.label ?? 'this column'} (Shift to add to the sort order)`}
          onClick={(event) => onSort(event.shiftKey)}
          className={classNames(
            'flex w-full items-center gap-1 -outline-offset-2 hover:text-ink',
            headerHeightClass,
            'px-3',
            end && 'justify-end',
            sorted && 'text-ink',
          )}
        >
          <span className="truncate">{children}</span>
          {sorted && <SortArrow direction={sorted} />}
          {sorted && sortCount > 1 && <span aria-hidden="true">{sortIndex + 1}</span>}
          {sorted && !isPrimary && (
            <span className="sr-only">{`, sorted ${sortDirectionLabels[sorted]}, position ${sortIndex + 1}`}</span>
          )}
        </button>
      ) : (
        <span className="block truncate">{children}</span>
      )}
    </th>
  );
}

/** A column header of a table with automatic column widths; sorts through a link. */
export function LinkHeaderCell({
  meta,
  children,
}: {
  readonly meta: ColumnMeta | undefined;
  readonly children: ReactNode;
}) {
  const link = meta?.sortLink;
  return (
    <th
      scope="col"
      aria-sort={link?.direction ? sortDirectionLabels[link.direction] : undefined}
      className={classNames(
        headerClass,
        'px-3 py-2 whitespace-nowrap',
        meta?.align === 'end' && 'text-right',
        meta?.className,
      )}
    >
      {link ? (
        <Link
          href={link.href}
          prefetch={false}
          scroll={false}
          className={classNames('hover:text-ink hover:underline', link.direction && 'text-ink')}
        >
          {children}
          {link.direction && (
            <>
              {' '}
              <SortArrow direction={link.direction} />
            </>
          )}
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

function SortArrow({ direction }: { readonly direction: 'asc' | 'desc' }) {
  return <span aria-hidden="true">{direction === 'asc' ? '↑' : '↓'}</span>;
}
