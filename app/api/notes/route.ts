import { addNote, addNoteInput } from '@/lib/decisions/add-note';
import { readJson, runRoute } from '@/lib/server/api';

/** Adds a note to a recommendation or an account. Idempotent by the note's id. */
export function POST(request: Request): Promise<Response> {
  return runRoute('notes.add', request, addNoteInput, readJson, addNote);
}
