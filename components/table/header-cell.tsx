import Link from 'next/link';
import type { MouseEvent } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { ColumnLayout, ColumnSort } from './columns';
import { cellPaddingClass, cellVisibilityClass, headerHeightClass } from './dimensions';

const headerClass =
  'sticky top-0 z-10 border-b border-line bg-surface text-left font-medium text-ink-muted';
export const headerCellClass = classNames(headerHeightClass, headerClass, 'text-2xs');

/** A column header of a table with fixed column widths. Sorts on press; Shift adds the column. */
export function SortableHeaderCell({
  column,
  sorting,
  sortIndex,
  onSort,
}: {
  readonly column: ColumnLayout;
  /** The keys that the table is sorted by. */
  readonly sorting: readonly ColumnSort[];
  /** Index of the key whose values the column shows, or -1. */
  readonly sortIndex: number;
  /** Called when the header is pressed; `add` keeps the other sorted columns. */
  readonly onSort: ((add: boolean) => void) | undefined;
}) {
  const { label, header = label, align, showFrom } = column;
  const end = align === 'end';
  const sorted = sorting[sortIndex];
  const direction = sorted && (sorted.descending ? 'descending' : 'ascending');
  // aria-sort may be set on one column only; the others say their direction in text.
  const isPrimary = sortIndex === 0;
  return (
    <th
      scope="col"
      aria-sort={isPrimary ? direction : undefined}
      className={classNames(
        headerCellClass,
        onSort ? 'p-0 first:pl-2 last:pr-2' : cellPaddingClass,
        end && 'text-right',
        showFrom && cellVisibilityClass[showFrom],
      )}
    >
      {onSort ? (
        <button
          type="button"
          title={`Sort by ${label} (Shift to add to the sort order)`}
          onClick={(event) => onSort(event.shiftKey)}
          className={classNames(
            'relative flex w-full items-center px-2 -outline-offset-2 hover:text-ink',
            headerHeightClass,
            end && 'justify-end',
            sorted && 'text-ink',
          )}
        >
          {/* The arrow is in the padding, so that sorting does not cut the label. */}
          <span className="relative min-w-0">
            <span className="block truncate">{header}</span>
            {direction && (
              <span
                aria-hidden="true"
                className={classNames(
                  'absolute top-0 whitespace-nowrap',
                  end ? 'right-full mr-1' : 'left-full ml-1',
                )}
              >
                {direction === 'ascending' ? '↑' : '↓'}
                {sorting.length > 1 && sortIndex + 1}
              </span>
            )}
          </span>
          {direction && !isPrimary && (
            <span className="sr-only">{`, sorted ${direction}, position ${sortIndex + 1}`}</span>
          )}
        </button>
      ) : (
        <span className="block truncate">{header}</span>
      )}
    </th>
  );
}

/** A link that sorts a table by a column, and the column's current direction, if any. */
export interface SortLink {
  readonly href: string;
  readonly direction: 'asc' | 'desc' | null;
  /** Sorts without following the link. */
  readonly onSort?: () => void;
}

/** A column header of a table with automatic column widths; sorts through a link. */
export function LinkHeaderCell({
  label,
  align,
  sortLink,
  className,
}: {
  readonly label: string;
  readonly align?: 'start' | 'end' | undefined;
  readonly sortLink?: SortLink | undefined;
  readonly className?: string | undefined;
}) {
  const direction = sortLink?.direction;
  return (
    <th
      scope="col"
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
      className={classNames(
        headerClass,
        'px-3 py-2 text-xs whitespace-nowrap',
        align === 'end' && 'text-right',
        className,
      )}
    >
      {sortLink ? (
        <Link
          href={sortLink.href}
          prefetch={false}
          scroll={false}
          {...(sortLink.onSort && { onClick: sortOnClick(sortLink.onSort) })}
          className={classNames('hover:text-ink hover:underline', direction && 'text-ink')}
        >
          {label}
          {direction && <span aria-hidden="true">{direction === 'asc' ? ' ↑' : ' ↓'}</span>}
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

/** Leaves clicks that open another tab to the browser. */
function sortOnClick(sort: () => void) {
  return (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    sort();
  };
}
