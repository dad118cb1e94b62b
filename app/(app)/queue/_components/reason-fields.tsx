'use client';

import { type Ref, useId } from 'react';
import { Kbd } from '@/components/ui/button';
import { Field, Textarea } from '@/components/ui/form-controls';

const MAX_NOTE_LENGTH = 2_000;

/** What is wrong with a note, if anything. */
export function noteProblem(reason: string, note: string): string | null {
  if (note.trim().length > MAX_NOTE_LENGTH) return 'The note is too long.';
  return reason === 'other' && !note.trim() ? 'Say in a few words what the reason is.' : null;
}

/** One of a closed list of reasons; with digits to choose by where `digits` says so. */
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
      {(Object.entries(reasons) as [Code, string][]).map(([code, words], at) => (
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
          <span className="flex-1">{words}</span>
          {digits && <Kbd hint>{at + 1}</Kbd>}
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

/** A note in the person's own words. */
export function NoteField({
  ref,
  note,
  needed,
  onNote,
  problem,
}: {
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly note: string;
  readonly needed: boolean;
  readonly onNote: (note: string) => void;
  readonly problem: string | null;
}) {
  return (
    <Field label={needed ? 'Note' : 'Note (optional)'} error={problem}>
      {(control) => (
        <Textarea
          {...control}
          ref={ref}
          rows={2}
          limit={MAX_NOTE_LENGTH}
          required={needed}
          value={note}
          onChange={(event) => onNote(event.target.value)}
        />
      )}
    </Field>
  );
}
