import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

test('z takes the selected recommendation out of the queue for everyone, and returns it', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const other = new QueuePageObject(await signInAs('admin'));
  await other.open();
  await queue.openForKeyboard();
  await queue.select('Pebble Works');

  await queue.page.keyboard.press('z');
  await expect(queue.dialog).toHaveAccessibleName('Snooze Pebble Works');
  await expectAccessibleInAppearances(queue.page, allAppearances);
  await queue.page.keyboard.press('1');
  await expect(queue.row('Pebble Works')).toHaveCount(0);
  await expect(queue.page.getByText(/^Snoozed until .*: Pebble Works$/)).toBeVisible();
  await queue.expectCounts('7 pending');
  await other.expectCounts('7 pending');

  await queue.page.getByRole('button', { name: '1 snoozed' }).click();
  await expect(queue.table.getByRole('row').filter({ hasText: 'Pebble Works' })).toBeVisible();
  await queue.select('Pebble Works');
  await queue.page.keyboard.press('z');
  await expect(queue.page.getByText('Back in the queue: Pebble Works')).toBeVisible();
  await other.expectCounts('8 pending');
});

test('a snooze can be undone, and a viewer cannot snooze', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select('Pebble Works');
  await queue.page.keyboard.press('z');
  await queue.dialog.getByRole('button', { name: /^Tomorrow morning/ }).click();
  await queue.page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(queue.row('Pebble Works')).toBeVisible();

  const viewer = new QueuePageObject(await signInAs('viewer'));
  await viewer.openForKeyboard();
  await viewer.page.keyboard.press('z');
  await expect(viewer.page.getByText('You are a viewer. Only managers can snooze.')).toBeAttached();
  const forged = await viewer.page.request.post('/api/snoozes', {
    data: { recommendationIds: ['1'], until: 'ready' },
  });
  expect(forged.status()).toBe(403);
});

test('the filter for snoozed recommendations says that nothing is snoozed', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open('?snoozed=true');
  await expect(queue.page.getByRole('heading', { name: 'Nothing is snoozed' })).toBeVisible();
  await queue.page.getByRole('button', { name: 'Show the queue' }).click();
  await expect(queue.table.locator('tbody tr')).toHaveCount(8);
});

test('an empty queue says that recommendations are snoozed, and shows them', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const rows = queue.table.locator('tbody tr');
  await expect(rows).toHaveCount(8);
  const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const { request } = queue.page;
  await request.post('/api/snoozes', { data: { recommendationIds: ids, until } });
  const main = queue.page.getByRole('main');
  await expect(main).toContainText('8 recommendations are snoozed and will return automatically.');
  await expectAccessibleInAppearances(queue.page, allAppearances);
  await queue.page.getByRole('button', { name: 'Show the snoozed ones' }).click();
  await expect(rows).toHaveCount(8);
});
