import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import { setDefaultView } from './queue-preferences';
import { changeQueueView, createQueueView, listQueueViews, removeQueueView } from './queue-views';

const context = seededTestContext();
const zoe = () => context.as('Zoe', 'manager');
const viewer = () => context.as('Vi', 'viewer');
const admin = () => context.as('Ada', 'admin');

const newView = (name: string, shared = false) => ({
  id: v7(),
  name,
  query: '?health=red',
  shared,
});
const viewsOf = async (ctx = context.ctx) => (await listQueueViews(ctx)).views;
const names = async (ctx = context.ctx) => (await viewsOf(ctx)).map(({ name }) => name);
const code = async (work: Promise<unknown>) => (await expectAppError(work)).code;

it('lists a person’s own views and those that others share, by name', async () => {
  await createQueueView(viewer(), newView('  My   view '));
  await createQueueView(zoe(), newView('zoe’s', true));
  await createQueueView(zoe(), newView('Secret'));
  expect(await viewsOf(viewer())).toMatchObject([
    { name: 'My view', isOwn: true, shared: false, canChange: true, ownerName: 'Vi' },
    { name: 'zoe’s', isOwn: false, shared: true, canChange: false, ownerName: 'Zoe' },
  ]);
  expect(await names(zoe())).toEqual(['Secret', 'zoe’s']);
});

it('saves a view once, even if the request is repeated', async () => {
  const view = newView('Red');
  const first = await createQueueView(context.ctx, view);
  expect(await createQueueView(context.ctx, view)).toEqual(first);
  expect(await names()).toEqual(['Red']);
});

it('changes and deletes a view for its owner', async () => {
  const view = newView('Red');
  await createQueueView(context.ctx, view);
  const changed = { ...view, name: 'Urgent', query: '', shared: true };
  expect(await changeQueueView(context.ctx, changed)).toMatchObject(changed);
  expect(await viewsOf(zoe())).toMatchObject([changed]);
  await removeQueueView(context.ctx, view);
  await removeQueueView(context.ctx, view);
  expect(await names()).toEqual([]);
  expect(await code(changeQueueView(context.ctx, view))).toBe('not_found');
});

it('lets admins change and delete shared views, and no one else', async () => {
  const shared = newView('Shared', true);
  const own = newView('Own');
  for (const view of [shared, own]) await createQueueView(context.ctx, view);
  expect(await expectAppError(changeQueueView(zoe(), shared))).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('Only Mia Manager and admins can change this view.'),
  });
  expect(await code(removeQueueView(zoe(), shared))).toBe('forbidden');
  expect(await code(changeQueueView(admin(), own))).toBe('not_found');
  await removeQueueView(admin(), own);
  await changeQueueView(admin(), { ...shared, name: 'Renamed' });
  expect(await names()).toEqual(['Own', 'Renamed']);
  await removeQueueView(admin(), shared);
  expect(await names()).toEqual(['Own']);
});

it('refuses a name that the owner has already used, ignoring case', async () => {
  await createQueueView(context.ctx, newView('Red'));
  await createQueueView(zoe(), newView('RED'));
  const other = newView('Blue');
  await createQueueView(context.ctx, other);
  expect(await expectAppError(createQueueView(context.ctx, newView(' rEd ')))).toMatchObject({
    code: 'invalid_input',
    message: 'There is already a view named “rEd”.',
  });
  expect(await code(changeQueueView(context.ctx, { ...other, name: 'red' }))).toBe('invalid_input');
  await changeQueueView(context.ctx, { ...other, name: 'BLUE' });
  expect(await names()).toEqual(['BLUE', 'Red']);
});

it.each([
  ['name: is required.', { name: '  ' }],
  ['name: can have at most 60 characters.', { name: 'x'.repeat(61) }],
  ['query: must be URL parameters.', { query: 'https://example.com' }],
  ['query: is too long.', { query: `?${'x'.repeat(4_000)}` }],
  ['id: must be a UUID.', { id: 'all' }],
])('refuses invalid views: %s', async (message, change) => {
  const view = { ...newView('x'.repeat(60)), ...change };
  expect(await expectAppError(createQueueView(context.ctx, view))).toMatchObject({
    code: 'invalid_input',
    message,
  });
});

it('refuses more than 50 views of one person', async () => {
  const views = Array.from({ length: 50 }, (_, n) => newView(`View ${n}`));
  for (const view of views) await createQueueView(context.ctx, view);
  const message = 'You have 50 views, which is the limit. Delete one first.';
  expect(await expectAppError(createQueueView(context.ctx, newView('More')))).toMatchObject({
    message,
  });
  await createQueueView(zoe(), newView('More'));
  await removeQueueView(context.ctx, views[0] ?? newView(''));
  await createQueueView(context.ctx, newView('More'));
});

it('names the default view until it is deleted or no longer shared', async () => {
  const view = newView('Shared', true);
  await createQueueView(zoe(), view);
  await setDefaultView(context.ctx, { viewId: view.id });
  const defaultView = async () => (await listQueueViews(context.ctx)).defaultViewId;
  expect(await defaultView()).toBe(view.id);
  await changeQueueView(zoe(), { ...view, shared: false });
  expect(await defaultView()).toBeNull();
  await changeQueueView(zoe(), view);
  expect(await defaultView()).toBe(view.id);
  await removeQueueView(zoe(), view);
  expect(await defaultView()).toBeNull();
});
