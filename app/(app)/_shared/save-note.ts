import type { z } from 'zod';
import { announce } from '@/components/ui/notifications';
import type { addNoteInput } from '@/lib/decisions/add-note';
import { sendJson } from './fetch-json';
import type { NoteDraft } from './note-draft';

/**
 * Saves a note on the server.
 * @throws AppError; a retry with the same draft does not add it twice
 */
export async function saveNote(
  about: z.input<typeof addNoteInput>['about'],
  { noteId, text }: NoteDraft,
): Promise<true> {
  await sendJson('POST', '/api/notes', { noteId, about, note: text });
  announce('Note added.');
  return true;
}
