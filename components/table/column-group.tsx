import { classNames } from '@/components/ui/class-names';
import type { ColumnLayout } from './columns';
import { columnVisibilityClass, columnWidthClass, columnWidths } from './dimensions';

/** The widths of a table's columns. */
export function ColumnGroup({ columns }: { readonly columns: readonly ColumnLayout[] }) {
  return (
    <colgroup>
      {columns.map((column) => (
        <col
          key={column.id}
          className={classNames(
            column.showFrom && columnVisibilityClass[column.showFrom],
            !column.grow && columnWidthClass,
          )}
          style={columnWidths(column)}
        />
      ))}
    </colgroup>
  );
}
