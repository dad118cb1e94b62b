'use client';

import type { ReactNode } from 'react';
import { type ClassChoice, valueText } from '@/app/(app)/policy/_components/policy-text';
import { Checkbox, Field, Input } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { invalidText, rangeText } from '@/lib/policy/field-problem';
import type { FieldRange } from '@/lib/policy/field-range';
import type { FieldValue } from '@/lib/policy/field-values';
import { type FieldPath, policyFields } from '@/lib/policy/fields';
import type { ScopeChoices } from '@/lib/policy/scope-choices';
import { ChoiceControl } from './choice-control';
import type { Entry } from './draft';

export interface FieldControlProps {
  readonly path: FieldPath;
  /** The value in the version that is edited. */
  readonly published: FieldValue;
  readonly entry: Entry;
  readonly range: FieldRange | null;
  readonly isChanged: boolean;
  readonly isInvalid: boolean;
  readonly choices: ScopeChoices;
  readonly onChange: (entry: Entry) => void;
}

/** The id of a setting's control, for links from a list of errors. */
export const controlId = (path: FieldPath) => `setting-${path.replace('.', '-')}`;

/** The control of one setting with its unit, range, effect, and published value. */
export function FieldControl(props: FieldControlProps) {
  const { path, published, entry, range, isChanged, isInvalid, choices, onChange } = props;
  const format = useFormat();
  const field = policyFields.get(path);
  if (!field) return null;
  const before = isChanged && `Published: ${valueText(path, published, format)}.`;
  const error = isInvalid && invalidText(path, range);
  if (field.kind === 'classes' || field.kind === 'statuses') {
    const control = {
      id: controlId(path),
      field,
      error,
      onChange,
      hint: <Hint effect={field.effect} before={before} />,
    };
    return field.kind === 'classes' ? (
      <ChoiceControl
        {...control}
        chosen={entry as readonly ClassChoice[] | null}
        choices={choices.classes}
      />
    ) : (
      <ChoiceControl
        {...control}
        chosen={entry as readonly string[] | null}
        choices={choices.statuses ?? []}
        unavailable={unavailableStatuses(choices)}
      />
    );
  }
  if (field.kind === 'switch') {
    return (
      <div id={controlId(path)} tabIndex={-1} className="flex flex-col gap-1">
        <Checkbox
          label={<span className="font-medium">{field.label}</span>}
          checked={entry === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        <Hint effect={field.effect} before={before} />
      </div>
    );
  }
  const unit = field.kind === 'number' ? field.unit[1] : '%';
  const empty = field.kind === 'number' ? field.none : undefined;
  const allowed = range && `Allowed: ${rangeText(path, range)}.`;
  return (
    <div id={controlId(path)} tabIndex={-1}>
      <Field
        label={field.label}
        error={error}
        hint={<Hint effect={field.effect} allowed={allowed} before={before} />}
      >
        {(control) => (
          <span className="flex items-center gap-2">
            <Input
              {...control}
              compact
              inputMode="decimal"
              autoComplete="off"
              value={typeof entry === 'string' ? entry : ''}
              placeholder={empty}
              onChange={(event) => onChange(event.target.value)}
              className={empty ? 'max-w-64' : 'max-w-28'}
            />
            <span className="text-sm text-ink-muted">{unit}</span>
          </span>
        )}
      </Field>
    </div>
  );
}

function unavailableStatuses({ statuses }: ScopeChoices): string | undefined {
  if (statuses === null) {
    return 'Not available: CSM_ROUTING_ACCOUNTS_V has no column onboarding_status.';
  }
  return statuses.length === 0
    ? 'No account that needs a CSM has an onboarding status.'
    : undefined;
}

/** What a setting does, what it may be, and its published value if that differs. */
function Hint({
  effect,
  allowed,
  before,
}: {
  readonly effect: string;
  readonly allowed?: ReactNode;
  readonly before: ReactNode;
}) {
  return (
    <span className="text-xs text-ink-muted">
      {effect} {allowed}{' '}
      {before && <strong className="font-medium text-accent-ink">{before}</strong>}
    </span>
  );
}
