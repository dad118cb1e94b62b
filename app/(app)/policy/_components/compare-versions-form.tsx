'use client';

import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/form-controls';

/** Chooses two versions to compare, which become part of the URL. */
export function CompareVersionsForm({
  versions,
  comparison,
}: {
  /** Newest first. */
  readonly versions: readonly number[];
  readonly comparison: { readonly from: number; readonly to: number } | null;
}) {
  const [newest, previous = newest] = versions;
  return (
    <form
      action="/policy"
      className="flex flex-wrap items-end gap-3 border-t border-line px-4 py-3"
    >
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={name === 'from' ? 'Compare version' : 'with version'}>
          {(control) => (
            <Select
              {...control}
              compact
              name={name}
              key={`${comparison?.[name]}`}
              defaultValue={comparison?.[name] ?? (name === 'from' ? previous : newest)}
              className="w-28"
            >
              {versions.map((version) => (
                <option key={version} value={version}>
                  {version}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      <Button type="submit">Compare</Button>
    </form>
  );
}
