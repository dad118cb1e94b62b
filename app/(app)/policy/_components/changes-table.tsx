import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import type { FieldChange } from '@/lib/policy/compare-policies';
import { policyFields } from '@/lib/policy/fields';
import { valueText } from './policy-text';

/** The settings that differ, with both values as text. */
export function ChangesTable({
  label,
  changes,
  titles,
  format,
}: {
  /** Accessible name. */
  readonly label: string;
  readonly changes: readonly FieldChange[];
  /** The two policies. */
  readonly titles: readonly [before: string, after: string];
  readonly format: Format;
}) {
  return (
    <StaticTable
      label={label}
      columns={[
        { id: 'field', label: 'Setting', rowHeader: true, className: 'min-w-28' },
        { id: 'before', label: titles[0], className: 'min-w-24' },
        { id: 'after', label: titles[1], className: 'min-w-24 font-medium' },
      ]}
      rows={changes.map(({ path, before, after }) => ({
        id: path,
        cells: {
          field: policyFields.get(path)?.label,
          before: valueText(path, before, format),
          after: valueText(path, after, format),
        },
      }))}
      empty={<p className="px-4 py-3 text-ink-muted">No setting differs.</p>}
    />
  );
}
