import { expect, it } from 'vitest';
import { upsertPreference } from '@/lib/warehouse/sql/preferences';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import {
  readQueuePreferences,
  saveTablePreferences,
  setDefaultView,
  type TablePreferences,
} from './queue-preferences';

const context = seededTestContext();
const defaults: TablePreferences = { sort: null, columns: null, density: null, pageSize: null };
const custom: TablePreferences = {
  sort: [{ column: 'score', descending: true }],
  columns: ['account', 'score'],
  density: 'comfortable',
  pageSize: 100,
};

it('remembers how each person set the table, also for viewers', async () => {
  const viewer = context.as('Vi', 'viewer');
  expect(await readQueuePreferences(viewer)).toEqual({ table: defaults, defaultViewId: null });
  await saveTablePreferences(viewer, custom);
  await setDefaultView(viewer, { viewId: 'v-1' });
  expect(await readQueuePreferences(viewer)).toEqual({ table: custom, defaultViewId: 'v-1' });
  await setDefaultView(viewer, { viewId: null });
  await saveTablePreferences(viewer, { ...defaults, density: 'compact' });
  expect(await readQueuePreferences(viewer)).toEqual({
    table: { ...defaults, density: 'compact' },
    defaultViewId: null,
  });
  expect((await readQueuePreferences(context.ctx)).table).toEqual(defaults);
});

it.each<[string, string, TablePreferences]>([
  ['text that is not JSON', '{', defaults],
  ['another type', '[1]', defaults],
  [
    'another version’s values',
    JSON.stringify({ ...custom, sort: [{ column: 'mood' }] }),
    { ...custom, sort: null },
  ],
  ['missing values', '{"pageSize":25,"theme":"dark"}', { ...defaults, pageSize: 25 }],
])('has the defaults where it stored %s', async (_, value, expected) => {
  const { email } = context.ctx.person;
  await context.warehouse.transaction('test', (session) =>
    session.write(upsertPreference({ email, name: 'queue', value, at: context.now() })),
  );
  expect((await readQueuePreferences(context.ctx)).table).toEqual(expected);
});

it('refuses values that the table does not have', async () => {
  const invalid = { ...custom, density: 'cozy' } as unknown as TablePreferences;
  expect((await expectAppError(saveTablePreferences(context.ctx, invalid))).code).toBe(
    'invalid_input',
  );
});
