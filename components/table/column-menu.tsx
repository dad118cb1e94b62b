'use client';

import type { ColumnVisibilityState, RowData } from '@tanstack/react-table';
import { Checkbox } from '@/components/ui/form-controls';
import { ColumnsIcon } from '@/components/ui/icons';
import { Popover } from '@/components/ui/popover';
import type { DataTableColumn } from './columns';
import { type Density, densities } from './dimensions';

const densityLabels: Record<Density, string> = { compact: 'Compact', comfortable: 'Comfortable' };

/** A menu that selects the visible columns and the row height. */
export function ColumnMenu<Row extends RowData>({
  columns,
  visibility,
  onVisibility,
  density,
  onDensity,
}: {
  readonly columns: readonly DataTableColumn<Row>[];
  readonly visibility: ColumnVisibilityState;
  readonly onVisibility: (next: ColumnVisibilityState) => void;
  readonly density?: Density;
  readonly onDensity?: (next: Density) => void;
}) {
  const offered = columns.flatMap((column) =>
    column.id && column.meta && column.meta.hideable !== false
      ? [{ id: column.id, label: column.meta.label }]
      : [],
  );
  return (
    <Popover label="Columns and density" variant="secondary" size="icon" trigger={<ColumnsIcon />}>
      <fieldset className="flex flex-col px-2 py-1">
        <legend className="pb-1 text-xs font-medium text-ink-muted">Columns</legend>
        {offered.map(({ id, label }) => (
          <Checkbox
            key={id}
            label={label}
            checked={visibility[id] !== false}
            onChange={(event) => onVisibility({ ...visibility, [id]: event.target.checked })}
          />
        ))}
      </fieldset>
      {density && onDensity && (
        <fieldset className="mt-1 flex flex-col border-t border-line px-2 py-1">
          <legend className="sr-only">Density</legend>
          {densities.map((choice) => (
            <label key={choice} className="inline-flex min-h-6 items-center gap-2 text-sm">
              <input
                type="radio"
                name="density"
                checked={density === choice}
                onChange={() => onDensity(choice)}
                className="size-4 accent-accent"
              />
              {densityLabels[choice]}
            </label>
          ))}
        </fieldset>
      )}
    </Popover>
  );
}
