import { describe, expect, it } from 'vitest';
import { accountHistory as accountPage } from '@/lib/warehouse/sql/analytics/account';
import { insertNote, type NewNote, noteById } from '@/lib/warehouse/sql/notes';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import { accountHistory, type ContractHarness } from './harness';
import { hoursLater, limits, now } from './rows';

/** Statements that read and write notes. */
export function describeNotes(harness: ContractHarness): void {
  const newNote = (overrides: Partial<NewNote> = {}): NewNote => ({
    id: 'n-1',
    accountId: 'A',
    recommendationId: '1',
    note: 'Call first.',
    at: now,
    by: { email: 'mia@example.com', name: 'Mia' },
    ...overrides,
  });

  describe('notes', () => {
    it('have no rows in an empty warehouse', async () => {
      expect(await harness.read(noteById('n-1'))).toEqual([]);
      expect((await accountHistory(harness, 'A')).notes).toEqual([]);
    });

    it('are read exactly as written', async () => {
      const notes = [...edgeCaseStrings, stringOfLength(1_900)].map((note, n) =>
        newNote({
          id: `n-${n}`,
          note,
          recommendationId: n % 2 === 0 ? String(n) : null,
          accountId: edgeCaseStrings[0],
          at: hoursLater(-n),
          by: { email: 'mia@example.com', name: edgeCaseStrings[5] },
        }),
      );
      await harness.write(...notes.map(insertNote));
      for (const note of notes) expect(await harness.read(noteById(note.id))).toEqual([note]);
      const expected = notes.map(({ id, recommendationId, note, by, at }) => ({
        id,
        recommendationId,
        note,
        byName: by.name,
        at,
      }));
      expect((await accountHistory(harness, edgeCaseStrings[0])).notes).toEqual(expected);
      const accountId = edgeCaseStrings[0];
      const request = { accountId, limits, spellings: new Map(), maxEvents: 2 };
      const noted = rowsFor(await harness.read(accountPage(request)), 'noted');
      expect(noted.map(({ id, total }) => `${id} of ${total}`).sort()).toEqual([
        `n-0 of ${notes.length}`,
        `n-1 of ${notes.length}`,
      ]);
      expect(noted.find(({ id }) => id === 'n-0')).toMatchObject({
        note: edgeCaseStrings[0],
        byName: edgeCaseStrings[5],
        at: now,
      });
    });

    it('are inserted once per ID', async () => {
      expect(await harness.write(insertNote(newNote()))).toEqual([1]);
      expect(await harness.write(insertNote(newNote({ note: 'Again.' })))).toEqual([0]);
      expect((await accountHistory(harness, 'A')).notes).toMatchObject([{ note: 'Call first.' }]);
    });

    it('are listed newest first, with ties by ID, up to 100', async () => {
      const ids = Array.from({ length: 110 }, (_, n) => `id-${String(n).padStart(3, '0')}`);
      await harness.write(...ids.map((id) => insertNote(newNote({ id }))));
      const read = (await accountHistory(harness, 'A')).notes;
      expect(read.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 100));
    });
  });
}
