'use client';

import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import { Button, Kbd } from '@/components/ui/button';
import { Field, Textarea } from '@/components/ui/form-controls';

const MAX_NOTE_LENGTH = 2_000;

/** Describes what is wrong with the note, if anything. */
function noteProblem(reason: string, note: string): string | null {
  if (note.trim().length > MAX_NOTE_LENGTH) return 'The note is too long.';
  return reason === 'other' && !note.trim() ? 'Enter a note that explains the reason.' : null;
}

/**
 * Asks for the reason of a decision and a note. Digits choose the reason, and Enter submits; in the
 * note, with Ctrl or Cmd.
 */
export function ReasonForm<Code extends string>({
  reasons,
  initial,
  submitLabel,
  children,
  onSubmit,
  onCancel,
}: {
  readonly reasons: Readonly<Partial<Record<Code, string>>>;
  readonly initial: Code | null;
  readonly submitLabel: string;
  /** Content at the start of the line of buttons. */
  readonly children?: ReactNode;
  /** Gets a trimmed note, or null if there is none. */
  readonly onSubmit: (reason: Code, note: string | null) => void;
  readonly onCancel: () => void;
}) {
  const codes = Object.keys(reasons) as Code[];
  const [reason, setReason] = useState(initial);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const focusReason = () =>
    form.current?.querySelector<HTMLElement>(FIRST_REASON_SELECTOR)?.focus();
  useEffect(focusReason, []);

  function onKeyDown(event: KeyboardEvent) {
    const inNote = event.target === noteField.current;
    const hasModifier = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && (!inNote || hasModifier)) {
      if (event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      // Ignore a key that is still held down from the previous step.
      if (!event.repeat) form.current?.requestSubmit();
      return;
    }
    const code = inNote || hasModifier ? undefined : codes[Number(event.key) - 1];
    if (!code) return;
    event.preventDefault();
    choose(code);
    if (code === 'other') noteField.current?.focus();
    else form.current?.querySelector<HTMLElement>(`input[value="${code}"]`)?.focus();
  }

  function choose(code: Code) {
    setReason(code);
    setProblem(null);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!reason) {
      setProblem('Choose a reason.');
      return focusReason();
    }
    const invalidNote = noteProblem(reason, note);
    if (!invalidNote) return onSubmit(reason, note.trim() || null);
    setProblem(invalidNote);
    noteField.current?.focus();
  }

  return (
    <form ref={form} noValidate onSubmit={submit} onKeyDown={onKeyDown} className="grid gap-4">
      <SignedOutNotice />
      <ReasonRadioGroup
        reasons={reasons}
        chosen={reason}
        onChoose={choose}
        problem={reason ? null : problem}
      />
      <Field label={reason === 'other' ? 'Note' : 'Note (optional)'} error={reason && problem}>
        {(control) => (
          <Textarea
            {...control}
            ref={noteField}
            rows={2}
            limit={MAX_NOTE_LENGTH}
            required={reason === 'other'}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        {children}
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" keyHint="Enter">
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}

const FIRST_REASON_SELECTOR = 'input:checked, fieldset:not(:has(:checked)) input';

/** Radio buttons for the reasons, with the digit that chooses each one. */
function ReasonRadioGroup<Code extends string>({
  reasons,
  chosen,
  onChoose,
  problem,
}: {
  readonly reasons: Readonly<Partial<Record<Code, string>>>;
  readonly chosen: Code | null;
  readonly onChoose: (code: Code) => void;
  readonly problem: string | null;
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
          <Kbd hint>{index + 1}</Kbd>
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
