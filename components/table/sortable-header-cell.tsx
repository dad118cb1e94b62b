import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { ColumnMeta } from './columns';
import { cellPaddingClass, cellVisibilityClass, headerHeightClass } from './dimensions';

const sortDirectionLabels = { asc: 'ascending', desc: 'descending' } as const;
export const headerCellClass = classNames(
  headerHeightClass,
  'sticky top-0 z-10 border-b border-line bg-surface text-left text-xs font-medium text-ink-muted',
);

/** A column's head: sorts by it, and with Shift by it too. */
export function SortableHeaderCell({
  meta,
  sorted,
  place,
  sortable,
  many,
  onSort,
  children,
}: {
  readonly meta: ColumnMeta | undefined;
  readonly sorted: 'asc' | 'desc' | false;
  /** Its place in the order of sorting, from 0. */
  readonly place: number;
  readonly sortable: boolean;
  /** Whether several columns sort, so that their places are worth showing. */
  readonly many: boolean;
  readonly onSort: (more: boolean) => void;
  readonly children: ReactNode;
}) {
  const end = meta?.align === 'end';
  // aria-sort is for one column at a time; the others say theirs in words.
  const first = sorted && place === 0;
  return (
    <th
      scope="col"
      aria-sort={first ? sortDirectionLabels[sorted] : undefined}
      className={classNames(
        headerCellClass,
        sortable ? 'p-0 first:pl-1 lg:first:pl-3' : cellPaddingClass,
        end && 'text-right',
        meta?.room && cellVisibilityClass[meta.room],
      )}
    >
      {sortable ? (
        <button
          type="button"
          title={`Sort by ${meta?.label ?? 'this'}; with Shift as well as by the others`}
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
          {sorted && <span aria-hidden="true">{sorted === 'asc' ? '↑' : '↓'}</span>}
          {sorted && many && <span aria-hidden="true">{place + 1}</span>}
          {sorted && !first && (
            <VisuallyHidden>{`, sorted ${sortDirectionLabels[sorted]}, place ${place + 1}`}</VisuallyHidden>
          )}
        </button>
      ) : (
        <span className="block truncate">{children}</span>
      )}
    </th>
  );
}
