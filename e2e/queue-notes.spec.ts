import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

const account = 'Larch & Loom';

test.beforeEach(({ server }) => server.reset());

const noteField = (queue: QueuePageObject) =>
  queue.details.getByRole('textbox', { name: `Note about ${account}` });
const history = (queue: QueuePageObject) =>
  queue.details.getByRole('region', { name: 'Account history' });

test('a note is added by keyboard, and appears in another browser as it was typed', async ({
  signInAs,
}) => {
  const colleague = new QueuePageObject(await signInAs('viewer'));
  await colleague.open();
  await colleague.select(account);

  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select(account);
  await queue.page.keyboard.press('n');
  await queue.page.keyboard.type('<b>Call first</b> 📞\n  שלום');
  await expectAccessibleInAppearances(queue.page, allAppearances);
  await queue.page.keyboard.press('Control+Enter');
  await expect(noteField(queue)).toHaveCount(0);
  for (const each of [queue, colleague]) {
    await expect(history(each)).toContainText('Morgan Ellis added a note');
    const note = history(each).getByText('Call first');
    expect(await note.textContent()).toBe('<b>Call first</b> 📞\n  שלום');
  }
  await queue.expectCounts('8 pending');
});

test('a long note is shortened, with a button that shows all of it', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select(account);
  await queue.details.getByRole('button', { name: 'Add note' }).click();
  await noteField(queue).fill(`${'A word. '.repeat(249)}The end.`);
  await queue.details.getByRole('button', { name: /^Save note/ }).click();
  await expect(history(queue)).toContainText('…');
  await expect(history(queue)).not.toContainText('The end.');
  await history(queue).getByRole('button', { name: 'Show all' }).click();
  await expect(history(queue)).toContainText('The end.');
  await expectAccessibleInAppearances(queue.page);
});

test('a note that cannot be saved is kept, also across a reload, and saved once', async ({
  signInAs,
  problems,
}) => {
  problems.expect(/Failed to load resource/);
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.openForKeyboard();
  await queue.select(account);
  await page.keyboard.press('n');
  await page.keyboard.type('Keep me');
  // The server saves it, but its response is lost.
  await page.route('**/api/notes', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.keyboard.press('Control+Enter');
  await expect(queue.details).toContainText('Not saved. The server did not respond.');
  await page.unroute('**/api/notes');
  await page.reload();
  await queue.expectReadyForKeys();
  await expect(queue.heading(account)).toBeVisible();
  await page.keyboard.press('n');
  await expect(noteField(queue)).toHaveValue('Keep me');
  await page.keyboard.press('Control+Enter');
  await expect(noteField(queue)).toHaveCount(0);
  await expect(history(queue).getByText('Keep me')).toHaveCount(1);
});

test('Shift A accepts with a note, which the account’s history shows', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.openForKeyboard();
  await queue.select(account);
  await page.keyboard.press('Shift+A');
  await page.keyboard.type('They asked for her.');
  await page.keyboard.press('Escape');
  await expect(queue.row(account)).toBeVisible();
  await page.keyboard.press('Shift+A');
  await expect(noteField(queue)).toHaveValue('They asked for her.');
  await page.keyboard.press('Control+Enter');
  await queue.expectMessage(`Accepted: ${account}`);
  await page.goto('/accounts/NEED-1');
  await expect(page.getByRole('list', { name: 'Newest first' })).toContainText(
    'They asked for her.',
  );
});

test('a note can be added on an account’s page', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto('/accounts/NEED-2');
  await page.getByRole('button', { name: /^Add note/ }).click();
  await expect(page.getByRole('textbox', { name: 'Note about this account' })).toBeFocused();
  await page.keyboard.type('Renewal in May.');
  await page.keyboard.press('Control+Enter');
  const events = page.getByRole('list', { name: 'Newest first' });
  await expect(events.getByRole('listitem').first()).toContainText('Morgan Ellis added a note');
  await expect(events).toContainText('Renewal in May.');
  await expect(page.getByRole('button', { name: /^Add note/ })).toBeFocused();
  await expectAccessibleInAppearances(page);

  const viewer = await signInAs('viewer');
  await viewer.goto('/accounts/NEED-2');
  await expect(viewer.getByText('Renewal in May.')).toBeVisible();
  await expect(viewer.getByRole('button', { name: /^Add note/ })).toHaveCount(0);
});
