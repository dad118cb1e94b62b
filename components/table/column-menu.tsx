'use client';

import { Checkbox } from '@/components/ui/form-controls';
import { ColumnsIcon } from '@/components/ui/icons';
import { Popover } from '@/components/ui/popover';
import { type Density, densities } from './dimensions';

const densityLabels: Record<Density, string> = { compact: 'Compact', comfortable: 'Comfortable' };

/** A menu that adds optional columns and sets the row height. */
export function ColumnMenu<Id extends string>({
  optional,
  shown,
  onShown,
  density,
  onDensity,
}: {
  /** The columns that can be added, in order. */
  readonly optional: readonly { readonly id: Id; readonly label: string }[];
  readonly shown: readonly Id[];
  /** Called with the chosen columns in order. */
  readonly onShown: (next: readonly Id[]) => void;
  readonly density: Density;
  readonly onDensity: (next: Density) => void;
}) {
  const toggle = (toggled: Id) =>
    onShown(optional.map(({ id }) => id).filter((id) => shown.includes(id) !== (id === toggled)));
  return (
    <Popover label="Columns and density" variant="secondary" size="icon" trigger={<ColumnsIcon />}>
      <fieldset className="flex flex-col px-2 py-1">
        <legend className="pb-1 text-xs font-medium text-ink-muted">More columns</legend>
        {optional.map(({ id, label }) => (
          <Checkbox
            key={id}
            label={label}
            checked={shown.includes(id)}
            onChange={() => toggle(id)}
          />
        ))}
      </fieldset>
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
    </Popover>
  );
}
