'use client';

import { type FormEvent, useId, useRef, useState, useTransition } from 'react';
import { localDay, startOfLocalDay } from '@/app/(app)/_shared/local-day';
import { editCsmAction } from '@/app/(app)/csms/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { notify } from '@/components/ui/notifications';
import { csmFieldLabels } from '@/lib/accounts/csms/csm-labels';
import type { CsmChoices, CsmField, CsmRecord, CsmValues } from '@/lib/read-model/csm-record';
import type { ErrorResponse } from '@/lib/server/errors';
import { fieldHint, type SourceLabel } from './detail-values';

type Typed = Readonly<Record<CsmField, string>>;

const fieldOrder: readonly CsmField[] = [
  'start_date',
  'manager_name',
  'segment',
  'account_level',
  'capacity',
  'away_from',
  'away_until',
];

/** Edits the details of a CSM that take precedence over the source. */
export function EditDialog({
  csm,
  choices,
  source,
  onClose,
}: {
  readonly csm: CsmRecord;
  readonly choices: CsmChoices;
  readonly source: SourceLabel;
  readonly onClose: () => void;
}) {
  // As it was when the dialog opened, so that a change by another person is noticed.
  const [seen, setSeen] = useState(csm.edited);
  const [typed, setTyped] = useState(() => toTyped(csm.edited));
  const [error, setError] = useState<ErrorResponse>();
  const [isSaving, startSaving] = useTransition();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const problems = (error?.details?.fields ?? {}) as Partial<Record<CsmField, string>>;

  function save(event: FormEvent) {
    event.preventDefault();
    startSaving(async () => {
      const values = toValues(typed, seen);
      const result = await editCsmAction({ name: csm.name, seen, values });
      if (result.ok) {
        onClose();
        const { changed } = result.value;
        void notify('ok', changed === 0 ? 'Nothing changed' : `Saved details of ${csm.name}`);
        return;
      }
      setError(result.error);
      const edited = result.error.details?.edited as CsmValues | undefined;
      if (edited) {
        setTyped(withOthersChanges(typed, seen, edited));
        setSeen(edited);
      }
      const first = fieldOrder.find(
        (field) => (result.error.details?.fields as typeof problems | undefined)?.[field],
      );
      if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    });
  }

  const input = (field: CsmField, props: Parameters<typeof Input>[0] = {}) => (
    <DetailField
      field={field}
      csm={csm}
      seen={seen}
      source={source}
      problem={problems[field]}
      value={typed[field]}
      onChange={(value) => setTyped({ ...typed, [field]: value })}
      props={props}
    />
  );

  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!isSaving}
      title={`Details of ${csm.name}`}
      description="Values entered here take precedence over the source. Leave a field empty to use the source’s value."
      footer={
        <>
          <Button onClick={onClose} disabled={isSaving}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={isSaving}>
            Save
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        aria-label={`Details of ${csm.name}`}
        noValidate
        onSubmit={save}
        className="grid gap-4"
      >
        {error && (
          <Alert tone={error.code === 'csm_changed' ? 'warn' : 'danger'} title="Not saved">
            {error.message}
          </Alert>
        )}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {input('start_date', { type: 'date' })}
          {input('manager_name', { list: `${formId}-managers`, maxLength: 100 })}
          {input('segment', { list: `${formId}-segments`, maxLength: 50 })}
          {input('account_level', { list: `${formId}-levels`, maxLength: 50 })}
          {input('capacity', { inputMode: 'numeric', maxLength: 7 })}
        </div>
        <fieldset className="grid items-start gap-4 sm:grid-cols-2">
          <legend className="mb-2 text-sm font-semibold">Leave</legend>
          {input('away_from', { type: 'date' })}
          {input('away_until', { type: 'date' })}
        </fieldset>
        <Suggestions id={`${formId}-managers`} values={choices.managers} />
        <Suggestions id={`${formId}-segments`} values={['Any', ...choices.segments]} />
        <Suggestions id={`${formId}-levels`} values={['Any', ...choices.levels]} />
      </form>
    </Dialog>
  );
}

function DetailField({
  field,
  csm,
  seen,
  source,
  problem,
  value,
  onChange,
  props,
}: {
  readonly field: CsmField;
  readonly csm: CsmRecord;
  readonly seen: CsmValues;
  readonly source: SourceLabel;
  readonly problem: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly props: Parameters<typeof Input>[0];
}) {
  const format = useFormat();
  return (
    <Field
      label={csmFieldLabels[field]}
      hint={fieldHint({ field, csm, isEdited: seen[field] !== null, source, format })}
      error={problem && problem.charAt(0).toUpperCase() + problem.slice(1)}
    >
      {(control) => (
        <Input
          {...control}
          {...props}
          name={field}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function Suggestions({ id, values }: { readonly id: string; readonly values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}

const isMoment = (field: CsmField) => field === 'away_from' || field === 'away_until';

function typedValue(field: CsmField, value: string | null): string {
  if (value === null) return '';
  return isMoment(field) ? localDay(value) : value;
}

function toTyped(values: CsmValues): Typed {
  return Object.fromEntries(
    fieldOrder.map((field) => [field, typedValue(field, values[field])]),
  ) as Typed;
}

/** The values to save. A leave that was not touched keeps its exact time. */
function toValues(typed: Typed, seen: CsmValues): CsmValues {
  return Object.fromEntries(
    fieldOrder.map((field) => {
      const text = typed[field].trim();
      if (text === typedValue(field, seen[field])) return [field, seen[field]];
      return [field, text === '' ? null : isMoment(field) ? startOfLocalDay(text) : text];
    }),
  ) as CsmValues;
}

/** What the person typed, with the values that another person changed meanwhile elsewhere. */
function withOthersChanges(typed: Typed, seen: CsmValues, edited: CsmValues): Typed {
  return Object.fromEntries(
    fieldOrder.map((field) => {
      const isUntouched = typed[field] === typedValue(field, seen[field]);
      return [field, isUntouched ? typedValue(field, edited[field]) : typed[field]];
    }),
  ) as Typed;
}
