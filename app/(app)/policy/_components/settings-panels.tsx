import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { rangeText } from '@/lib/policy/field-problem';
import { fieldRange } from '@/lib/policy/field-range';
import { fieldValue } from '@/lib/policy/field-values';
import { type FieldPath, fieldGroups, policyFields } from '@/lib/policy/fields';
import type { Policy } from '@/lib/policy/policy';
import { valueText } from './policy-text';

/** All settings of a policy with their effect, value, and range, in a panel per group. */
export function SettingsPanels({
  policy,
  format,
}: {
  readonly policy: Policy;
  readonly format: Format;
}) {
  return (
    <div className="gap-4 xl:columns-2">
      {fieldGroups.map(({ id, title, description, fields }) => (
        <div key={id} className="mb-4 break-inside-avoid">
          <Panel title={title} description={description} flush>
            <dl className="divide-y divide-line">
              {(Object.keys(fields) as FieldPath[]).map((path) => (
                <Setting key={path} path={path} policy={policy} format={format} />
              ))}
            </dl>
          </Panel>
        </div>
      ))}
    </div>
  );
}

function Setting({
  path,
  policy,
  format,
}: {
  readonly path: FieldPath;
  readonly policy: Policy;
  readonly format: Format;
}) {
  const field = policyFields.get(path);
  const range = fieldRange(path);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(7rem,auto)] gap-x-4 px-4 py-2.5">
      <dt className="text-sm font-medium">{field?.label}</dt>
      <dd className="row-span-2 max-w-48 text-right text-sm">
        <p className="font-semibold wrap-anywhere">
          {valueText(path, fieldValue(policy, path), format)}
        </p>
        {range && <p className="text-xs text-ink-muted">{rangeText(path, range)}</p>}
      </dd>
      <dd className="text-xs text-ink-muted">{field?.effect}</dd>
    </div>
  );
}
