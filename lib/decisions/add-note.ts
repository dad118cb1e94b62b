import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { insertNote, knownAccount, type NewNote, noteById } from '@/lib/warehouse/sql/notes';
import { accountsOfRecommendations } from '@/lib/warehouse/sql/read-model';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { recommendationNotFound } from './decision-outcome';
import { MAX_NOTE_LENGTH, recommendationId } from './input';

export const addNoteInput = z.object({
  /** Created by the client once per note, which makes a retry idempotent. */
  noteId: z.uuid({ version: 'v7', error: 'must be a UUID (version 7)' }),
  about: z.union(
    [
      z.object({ recommendationId }),
      z.object({ accountId: z.string().min(1, 'is required').max(200, 'is too long') }),
    ],
    { error: 'must be a recommendation or an account' },
  ),
  note: z
    .string({ error: 'is required' })
    .trim()
    .min(1, 'is empty')
    .max(MAX_NOTE_LENGTH, 'can have at most 2,000 characters'),
});

/**
 * Adds a note to a recommendation or to an account, in any state. Idempotent by `noteId`: a retry
 * returns the original note. Managers only.
 * @throws AppError `forbidden`, `invalid_input`, or `not_found`; or a warehouse code, after which a
 * retry is safe
 */
export async function addNote(ctx: Context, input: z.input<typeof addNoteInput>): Promise<NewNote> {
  requireRole(ctx.person, 'manager');
  const { noteId, about, note } = parseInput(addNoteInput, input);
  const subject = await findSubject(ctx, about);
  const { email, name } = ctx.person;
  const added = { id: noteId, ...subject, note, by: { email, name }, at: ctx.now() };
  const stored = await ctx.warehouse.transaction(
    'notes.add',
    async (session) => {
      if ((await session.write(insertNote(added))) > 0) return added;
      const [earlier] = await session.read(noteById(noteId));
      return earlier;
    },
    { idempotent: true },
  );
  if (stored?.note === note && stored.by.email === email && stored.accountId === added.accountId) {
    return stored;
  }
  throw new AppError(
    'invalid_input',
    'This note was already saved with another text. Copy your text, reload the page, and add it again.',
  );
}

type Subject = Pick<NewNote, 'accountId' | 'recommendationId'>;

/** @throws AppError `not_found` */
async function findSubject(
  { warehouse, readModel, now }: Context,
  about: z.output<typeof addNoteInput>['about'],
): Promise<Subject> {
  const { policy } = await currentPolicy(warehouse);
  const { recommendations, accounts } = await readModel.facts(policy, now());
  if ('recommendationId' in about) {
    const { recommendationId: id } = about;
    const pending = recommendations.get(id);
    if (pending) return { accountId: pending.accountId, recommendationId: id };
    const rows = await warehouse.read(accountsOfRecommendations([id], policy));
    const [found] = rowsFor(rows, 'recommendation');
    if (!found) throw recommendationNotFound();
    return { accountId: found.accountId, recommendationId: id };
  }
  const { accountId } = about;
  // An account that has left the accounts view keeps its history, and can still get notes.
  const exists =
    accounts.has(accountId) || (await warehouse.read(knownAccount(accountId))).length > 0;
  if (!exists) throw new AppError('not_found', 'This account is not in the warehouse.');
  return { accountId, recommendationId: null };
}
