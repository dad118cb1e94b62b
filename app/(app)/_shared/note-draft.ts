import { v7 as uuid } from 'uuid';

/** A note that is not saved yet. */
export interface NoteDraft {
  /** The id to save it with. A changed text gets a new one; a retry of the same text does not. */
  readonly noteId: string;
  readonly text: string;
}

/** Who writes a note, and what it is about. People who share a browser do not see each other's drafts. */
export interface NoteSubject {
  /** An email. */
  readonly author: string;
  readonly about: string;
}

const storageKey = ({ author, about }: NoteSubject) => `csm-routing.note:${author}:${about}`;

/** A draft, which survives a reload of the tab. */
export function readNoteDraft(subject: NoteSubject): NoteDraft {
  const stored = sessionStorage.getItem(storageKey(subject));
  const [noteId, ...text] = stored?.split(' ') ?? [];
  return { noteId: noteId || uuid(), text: text.join(' ') };
}

/** Keeps a changed text. */
export function writeNoteDraft(subject: NoteSubject, text: string): NoteDraft {
  const draft = { noteId: uuid(), text };
  if (text) sessionStorage.setItem(storageKey(subject), `${draft.noteId} ${text}`);
  else discardNoteDraft(subject);
  return draft;
}

/** Forgets a draft that was saved, or that its author cleared. */
export function discardNoteDraft(subject: NoteSubject): void {
  sessionStorage.removeItem(storageKey(subject));
}
