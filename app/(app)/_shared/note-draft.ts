import { v7 as uuid } from 'uuid';

/** A note that is not saved yet. */
export interface NoteDraft {
  /** The id to save it with. A changed text gets a new one; a retry of the same text does not. */
  readonly noteId: string;
  readonly text: string;
}

const storageKey = (subject: string) => `csm-routing.note:${subject}`;

/** The draft about a subject, which survives a reload of the tab. */
export function readNoteDraft(subject: string): NoteDraft {
  const stored = sessionStorage.getItem(storageKey(subject));
  const [noteId, ...text] = stored?.split(' ') ?? [];
  return { noteId: noteId || uuid(), text: text.join(' ') };
}

/** Keeps a changed text. */
export function writeNoteDraft(subject: string, text: string): NoteDraft {
  const draft = { noteId: uuid(), text };
  if (text) sessionStorage.setItem(storageKey(subject), `${draft.noteId} ${text}`);
  else discardNoteDraft(subject);
  return draft;
}

/** Forgets a draft that was saved, or that its author cleared. */
export function discardNoteDraft(subject: string): void {
  sessionStorage.removeItem(storageKey(subject));
}
