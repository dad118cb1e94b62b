'use client';

import { type Ref, useId } from 'react';
import { Kbd } from '@/components/ui/button';
import { Field, Textarea } from '@/components/ui/form-controls';

const MAX_NOTE_LENGTH = 2_000;

/** Describes what is wrong with the note, if anything. */
export function noteProblem(reason: string, note: string): string | null {
  if (note.trim().length > MAX_NOTE_LENGTH) return 'The note is too long.';
  return reason === 'other' && !note.trim() ? 'Enter a note that explains the reason.' : null;
}

/** Radio buttons for the reasons. `digits` shows the digit that chooses each one. */
export function ReasonRadioGroup<Code extends string>({
  reasons,
  chosen,
  onChoose,
  problem,
  digits = false,
}: {
  readonly reasons: Readonly<Partial<Record<Code, string>>>;
  readonly chosen: Code | null;
  readonly onChoose: (code: Code) => void;
  readonly problem: string | null;
  readonly digits?: boolean;
}) {
  const name = useId();
  return (
    <fieldset aria-describedby={problem ? `${name}-problem` : undefined}>
      <legend className="pb-1 text-sm font-medium">Reason</legend>
      {(Object.entries(reasons) as [Code, string][]).map(([code, label], index) => (
        <label
          key={code}
          className="-mx-2 flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm hover:bg-hover has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            required
            aria-invalid={problem ? true : undefined}
            name={name}
            value={code}
            checked={chosen === code}
            onChange={() => onChoose(code)}
            className="size-4 shrink-0 accent-accent"
          />
          <span className="flex-1">{label}</span>
          {digits && <Kbd hint>{index + 1}</Kbd>}
        </label>
      ))}
      {problem && (
        <p id={`${name}-problem`} role="alert" className="pt-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

export function NoteField({
  ref,
  note,
  required,
  onNote,
  problem,
}: {
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly note: string;
  readonly required: boolean;
  readonly onNote: (note: string) => void;
  readonly problem: string | null;
}) {
  return (
    <Field label={required ? 'Note' : 'Note (optional)'} error={problem}>
      {(control) => (
        <Textarea
          {...control}
          ref={ref}
          rows={2}
          limit={MAX_NOTE_LENGTH}
          required={required}
          value={note}
          onChange={(event) => onNote(event.target.value)}
        />
      )}
    </Field>
  );
}
