import { Field, Select } from '@/components/ui/form-controls';
import { Panel } from '@/components/ui/page-layout';
import { columnLabels } from '@/lib/accounts/import/column-labels';
import type { FileKind } from '@/lib/accounts/import/columns';
import type { ImportPreview } from '@/lib/accounts/import/import-upload';
import type { Decimal } from './use-import';

const origins: Readonly<Record<ImportPreview['origin'], string>> = {
  suggested: 'Suggested from the names of the file’s columns. Check them.',
  remembered: 'As you chose them for the last file with these columns.',
  chosen: 'As you chose them. They are remembered for files with the same columns.',
};

/** Chooses the file's column for each of our columns, and how its numbers are written. */
export function ColumnFields({
  kind,
  preview: { sources, columns, origin },
  decimal,
  onColumns,
  onDecimal,
}: {
  readonly kind: FileKind;
  readonly preview: ImportPreview;
  readonly decimal: Decimal;
  readonly onColumns: (columns: ImportPreview['columns']) => void;
  readonly onDecimal: (decimal: Decimal) => void;
}) {
  const examples = new Map(sources.map(({ name, example }) => [name, example]));
  const hint = (column: string) => {
    const source = columns[column];
    const example = source ? examples.get(source) : null;
    return example ? `First value: ${example}` : columnLabels[kind][column]?.format;
  };
  return (
    <Panel title="Columns" description={origins[origin]}>
      <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
        {Object.keys(columns).map((column) => (
          <Field
            key={column}
            label={columnLabels[kind][column]?.label ?? column}
            hint={<span className="wrap-anywhere">{hint(column)}</span>}
          >
            {(control) => (
              <Select
                {...control}
                compact
                value={columns[column] ?? ''}
                onChange={({ target }) => onColumns({ ...columns, [column]: target.value || null })}
              >
                <option value="">Not in the file</option>
                {sources.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        <Field
          label="Decimal separator"
          hint="Detected from the numbers, unless they can be read both ways"
        >
          {(control) => (
            <Select
              {...control}
              compact
              value={decimal}
              onChange={({ target }) => onDecimal(target.value as Decimal)}
            >
              <option value="">Detect</option>
              <option value=".">Point: 1,234.5</option>
              <option value=",">Comma: 1.234,5</option>
            </Select>
          )}
        </Field>
      </div>
    </Panel>
  );
}
