'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useRef, useState } from 'react';
import type { NewDecision } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { discardNoteDraft } from '@/app/(app)/_shared/note-draft';
import type { NoteAction } from '@/app/(app)/_shared/note-form';
import { saveNote } from '@/app/(app)/_shared/save-note';
import { accountLabel, type DecisionTarget } from '@/app/(app)/queue/queue-row';
import { recordQuery } from '@/app/(app)/queue/recommendation-records';
import { Button, type ButtonProps } from '@/components/ui/button';
import { NoteIcon } from '@/components/ui/icons';
import { lazyComponent } from '@/components/ui/lazy-component';
import { announce } from '@/components/ui/notifications';

const NoteForm = lazyComponent(() =>
  import('@/app/(app)/_shared/note-form').then(({ NoteForm }) => NoteForm),
);

/** Takes the focus until the form is loaded, so that the next key is not a shortcut. */
function LoadingNoteForm() {
  return (
    <textarea
      readOnly
      aria-label="The form is loading"
      rows={5}
      ref={(element) => element?.focus()}
      className="w-full resize-none rounded-md bg-sunken"
    />
  );
}

const aboutRecommendation = (id: string) => `recommendation ${id}`;

/** What the note form is for: a note alone, or one that goes with accepting. */
export type NotePurpose = 'add' | 'accept';

/** Opens the form for a note, which can also accept with it. */
export function NoteButton({
  onNote,
  ...style
}: Pick<ButtonProps, 'variant' | 'className'> & {
  readonly onNote: (purpose: NotePurpose) => void;
}) {
  return (
    <Button
      {...style}
      size="icon"
      aria-label="Add note"
      aria-keyshortcuts="n"
      title="Add a note (n), or accept with one (Shift A)"
      onClick={() => onNote('add')}
    >
      <NoteIcon />
    </Button>
  );
}

/** The form for a note in the record, which either adds the note or accepts with it. */
export function useNoteForm({
  canDecide,
  target,
  acceptWithNote,
  onOpen,
}: {
  readonly canDecide: boolean;
  /** The selected recommendation, unless it has just been decided. */
  readonly target: DecisionTarget | null;
  readonly acceptWithNote: (note: string) => void;
  /** Called before the form opens, to show the record. */
  readonly onOpen: () => void;
}) {
  const client = useQueryClient();
  const { person: author } = useOutbox();
  const [form, setForm] = useState<{ readonly id: string; readonly purpose: NotePurpose } | null>(
    null,
  );
  const focusedBefore = useRef<Element | null>(null);

  function open(purpose: NotePurpose) {
    if (!canDecide) return announce('You are a viewer. Only managers can add notes.');
    if (!target) return announce('No recommendation is selected.');
    const isPending = target.state === 'pending';
    if (purpose === 'accept' && !isPending) {
      return announce('This recommendation has already been decided.');
    }
    focusedBefore.current = document.activeElement;
    onOpen();
    setForm({ id: target.id, purpose });
  }

  function close() {
    setForm(null);
    const { current } = focusedBefore;
    if (current instanceof HTMLElement && current.isConnected) current.focus();
  }

  return {
    open,
    /** Forgets the text that a decision has taken with it. */
    discard({ recommendationId, verb }: NewDecision) {
      if (verb === 'accept' && form?.id === recommendationId) {
        discardNoteDraft({ author, about: aboutRecommendation(recommendationId) });
        setForm(null);
      }
    },
    element: form && form.id === target?.id && (
      <Suspense fallback={<LoadingNoteForm />}>
        <NoteForm
          // The purpose changes only what the first button does.
          key={form.id}
          about={aboutRecommendation(form.id)}
          label={`Note about ${accountLabel(target)}`}
          actions={actionsOf(form.purpose, target)}
          onClose={close}
        />
      </Suspense>
    ),
  };

  function actionsOf(purpose: NotePurpose, { id, state }: DecisionTarget) {
    const add: NoteAction = {
      label: 'Save note',
      async run(draft) {
        await saveNote({ recommendationId: id }, draft);
        void client.invalidateQueries({ queryKey: recordQuery(id).queryKey });
        return true;
      },
    };
    const accept: NoteAction = {
      label: 'Accept with note',
      async run({ text }) {
        acceptWithNote(text);
        // The decision closes the form; if it needs a confirmation first, the text stays.
        return false;
      },
    };
    if (state !== 'pending') return [add] as const;
    return purpose === 'accept' ? ([accept, add] as const) : ([add, accept] as const);
  }
}
