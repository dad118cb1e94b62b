'use client';

import { type ReactNode, useId } from 'react';
import { type ClassChoice, classLabel } from '@/app/(app)/policy/_components/policy-text';
import { Checkbox } from '@/components/ui/form-controls';
import type { ChoiceField } from '@/lib/policy/field-spec';

type Choice = ClassChoice | string;

const keyOf = (choice: Choice) =>
  typeof choice === 'string' ? choice : JSON.stringify([choice.segment, choice.level]);
const labelOf = (choice: Choice) => (typeof choice === 'string' ? choice : classLabel(choice));

/** Chooses all classes or statuses, or some of them. */
export function ChoiceControl<Item extends Choice>({
  id,
  field,
  chosen,
  choices,
  hint,
  error,
  unavailable,
  onChange,
}: {
  readonly id: string;
  readonly field: ChoiceField;
  /** Null for all. */
  readonly chosen: readonly Item[] | null;
  readonly choices: readonly Item[];
  readonly hint: ReactNode;
  readonly error: ReactNode;
  /** Why nothing can be chosen. */
  readonly unavailable?: ReactNode;
  readonly onChange: (chosen: readonly Item[] | null) => void;
}) {
  const describedBy = useId();
  const name = useId();
  const keys = new Set(chosen?.map(keyOf));
  const toggle = (choice: Item, isOn: boolean) =>
    onChange(
      isOn
        ? [...(chosen ?? []), choice]
        : (chosen ?? []).filter((each) => keyOf(each) !== keyOf(choice)),
    );
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={describedBy}
      className="flex flex-col gap-1.5"
    >
      <legend className="text-sm font-medium">{field.label}</legend>
      {unavailable ? (
        <p className="text-sm">{unavailable}</p>
      ) : (
        <>
          {[false, true].map((isSome) => (
            <label key={String(isSome)} className="inline-flex min-h-6 items-center gap-2 text-sm">
              <input
                type="radio"
                name={name}
                checked={(chosen !== null) === isSome}
                onChange={() => onChange(isSome ? [...choices] : null)}
                className="size-4 accent-accent"
              />
              {isSome ? 'Only these' : field.none}
            </label>
          ))}
          {chosen && (
            <div className="ml-6 flex flex-col gap-1">
              {choices.map((choice) => (
                <Checkbox
                  key={keyOf(choice)}
                  label={labelOf(choice)}
                  checked={keys.has(keyOf(choice))}
                  onChange={(event) => toggle(choice, event.target.checked)}
                />
              ))}
            </div>
          )}
        </>
      )}
      <div id={describedBy}>
        {error && <p className="text-xs text-danger">{error}</p>}
        {hint}
      </div>
    </fieldset>
  );
}
