import { v4, v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Topic } from '@/lib/read-model/change-feed';
import { acceptRecommendation } from '@/test/support/decisions';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo } from '@/test/support/test-context';
import { addNote, type addNoteInput } from './add-note';
import { getRecommendation } from './recommendation-details';

const context = seededTestContext({
  csms: [{ name: 'Ana' }],
  accounts: [{ id: 'A', name: 'Acme' }, { id: 'B' }],
  recommendations: [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(2) },
    { id: 2, account: 'gone', csm: 'Ana', at: hoursAgo(2) },
  ],
});

type Input = Parameters<typeof addNote>[1];
const about = (recommendationId: string, note: string, noteId = v7()): Input => ({
  noteId,
  note,
  about: { recommendationId },
});
const notes = async (id = '1') => (await getRecommendation(context.ctx, id)).history.notes;

describe('addNote', () => {
  it('adds notes to a recommendation and to its account, newest first', async () => {
    await addNote(context.ctx, about('1', ' Prefers mornings. \n'));
    context.advanceHours(1);
    const note = '<b>No calls</b>\n  on Fridays';
    const added = await addNote(context.as('Zoe', 'admin'), {
      noteId: v7(),
      note,
      about: { accountId: 'A' },
    });
    expect(added).toMatchObject({ accountId: 'A', recommendationId: null, at: context.now() });
    expect(await notes()).toMatchObject([
      { note, byName: 'Zoe', recommendationId: null, at: context.now() },
      { note: 'Prefers mornings.', byName: 'Mia Manager', recommendationId: '1' },
    ]);
  });

  it('adds a note to a recommendation that is decided or whose account left the warehouse', async () => {
    await acceptRecommendation(context.ctx, decisionRequest('1'));
    context.ctx.readModel.invalidate();
    await addNote(context.ctx, about('1', 'Decided by phone.'));
    await addNote(context.ctx, about('2', 'Merged with B.'));
    await addNote(context.ctx, { noteId: v7(), note: 'Gone.', about: { accountId: 'gone' } });
    expect(await notes()).toMatchObject([{ note: 'Decided by phone.' }]);
    expect((await notes('2')).map(({ note }) => note).sort()).toEqual(['Gone.', 'Merged with B.']);
  });

  it('returns the original note on a retry, even at the same time', async () => {
    const input = about('1', 'Once.');
    const first = await addNote(context.ctx, input);
    context.advanceHours(1);
    const retries = await Promise.all([addNote(context.ctx, input), addNote(context.ctx, input)]);
    expect(retries).toEqual([first, first]);
    expect(await notes()).toHaveLength(1);
  });

  it('refuses an id that belongs to another note', async () => {
    const input = about('1', 'Mine.');
    await addNote(context.ctx, input);
    const others = await Promise.all(
      [
        addNote(context.ctx, { ...input, note: 'Changed.' }),
        addNote(context.as('Zoe', 'manager'), input),
        addNote(context.ctx, { ...input, about: { accountId: 'B' } }),
      ].map(expectAppError),
    );
    expect(others.map(({ code }) => code)).toEqual(Array(3).fill('invalid_input'));
    expect(await notes()).toMatchObject([{ note: 'Mine.' }]);
  });

  it.each<[string, Partial<Record<keyof (typeof addNoteInput)['shape'], unknown>>]>([
    ['noteId: must be a UUID (version 7).', { noteId: v4() }],
    ['note: is empty.', { note: ' \n ' }],
    ['note: can have at most 2,000 characters.', { note: 'x'.repeat(2_001) }],
    ['about: must be a recommendation or an account.', { about: {} }],
  ])('refuses invalid input: %s', async (message, change) => {
    const input = { ...about('1', 'x'.repeat(2_000)), ...change } as Input;
    expect(await expectAppError(addNote(context.ctx, input))).toMatchObject({
      code: 'invalid_input',
      message,
    });
  });

  it('refuses viewers, unknown recommendations, and unknown accounts', async () => {
    const code = async (work: Promise<unknown>) => (await expectAppError(work)).code;
    const viewer = context.as('Vi', 'viewer');
    expect(await code(addNote(viewer, about('1', 'Hi.')))).toBe('forbidden');
    expect(await code(addNote(context.ctx, about('99', 'Hi.')))).toBe('not_found');
    const nowhere = { noteId: v7(), note: 'Hi.', about: { accountId: 'nowhere' } };
    expect(await code(addNote(context.ctx, nowhere))).toBe('not_found');
  });

  it('announces the note to open pages, without reloading the read model', async () => {
    const { readModel } = context.ctx;
    await notes();
    const topics: Topic[] = [];
    const stop = readModel.changes.subscribe((change) => topics.push(...change.topics));
    await addNote(context.ctx, about('1', 'Hi.'));
    stop();
    expect(topics).toEqual(['notes']);
  });
});

it('an accept can carry a note', async () => {
  await acceptRecommendation(context.ctx, { ...decisionRequest('1'), note: ' They agreed. ' });
  const { history } = await getRecommendation(context.ctx, '1');
  expect(history.decisions).toMatchObject([{ verb: 'accept', note: 'They agreed.' }]);
});
