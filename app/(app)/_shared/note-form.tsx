'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import { Button } from '@/components/ui/button';
import { Field, Textarea } from '@/components/ui/form-controls';
import { ShortcutKeys } from '@/components/ui/keyboard-shortcuts';
import { discardNoteDraft, type NoteDraft, readNoteDraft, writeNoteDraft } from './note-draft';

const MAX_LENGTH = 2_000;

/** Something to do with a note that is not blank. */
export interface NoteAction {
  readonly label: string;
  /** The form stays open with the text if it rejects, and closes if it resolves to true. */
  readonly run: (draft: NoteDraft) => Promise<boolean>;
}

/**
 * A form for a note. Keeps what was typed until it is saved: across failures, reloads, and closing the
 * form. Ctrl or Cmd + Enter runs the first action, and Escape closes.
 */
export function NoteForm({
  about,
  label,
  actions: [primary, secondary],
  onClose,
}: {
  /** Identifies what the note is about, for the draft. */
  readonly about: string;
  readonly label: string;
  readonly actions: readonly [NoteAction, NoteAction?];
  readonly onClose: () => void;
}) {
  const { person: author } = useOutbox();
  const subject = { author, about };
  const [draft, setDraft] = useState(() => readNoteDraft(subject));
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);

  async function run(action: NoteAction) {
    const text = draft.text.trim();
    const found =
      (!text && 'Enter a note.') || (text.length > MAX_LENGTH && 'The note is too long.') || null;
    setProblem(found);
    if (found) return field.current?.focus();
    setIsSaving(true);
    try {
      if (await action.run({ ...draft, text })) {
        discardNoteDraft(subject);
        onClose();
      }
    } catch (error) {
      setProblem(`Not saved. ${(error as Error).message}`);
    } finally {
      setIsSaving(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat && !isSaving) void run(primary);
    }
  }

  return (
    <form
      noValidate
      aria-label={label}
      onKeyDown={onKeyDown}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!isSaving) void run(primary);
      }}
      className="grid gap-2"
    >
      <SignedOutNotice />
      <Field label={label} error={problem}>
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            dir="auto"
            rows={3}
            limit={MAX_LENGTH}
            value={draft.text}
            onChange={({ target }) => {
              setProblem(null);
              setDraft(writeNoteDraft(subject, target.value));
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        {secondary && (
          <Button busy={isSaving} onClick={() => void run(secondary)}>
            {secondary.label}
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          busy={isSaving}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {primary.label}
          <ShortcutKeys keys="Mod+Enter" hint />
        </Button>
      </div>
    </form>
  );
}
