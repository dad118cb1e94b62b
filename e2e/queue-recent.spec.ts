import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { pressSequence } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const account = 'Quince "Q" O’Malley';

test.beforeEach(({ server }) => server.reset());

async function accept(queue: QueuePageObject, name: string): Promise<void> {
  await queue.select(name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${name}`);
}

test('u undoes the latest decision after a reload, and the one before it when pressed again', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await accept(queue, account);
  await accept(queue, 'Pebble Works');
  await queue.page.reload();
  await queue.expectCounts('6 pending');
  await queue.expectReadyForKeys();
  await queue.page.keyboard.press('u');
  await queue.expectMessage('Undone: Pebble Works');
  await expect(queue.heading('Pebble Works')).toBeVisible();
  await queue.page.keyboard.press('u');
  await queue.expectMessage(`Undone: ${account}`);
  await queue.expectCounts('8 pending');
  await queue.page.keyboard.press('u');
  await expect(queue.page.getByText('Nothing to undo.')).toBeVisible();
});

test('the recent decisions can be undone from the list, coming back from another page', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await accept(queue, account);
  await queue.select('Pebble Works');
  await queue.page.keyboard.press('r');
  await queue.page.keyboard.press('2');
  await queue.page.keyboard.press('Enter');
  await queue.expectMessage('Rejected: Pebble Works');
  await queue.page.getByRole('link', { name: /^Runs/ }).click();
  await expect(queue.page).toHaveURL(/\/runs$/);
  await pressSequence(queue.page, 'g', 'q');
  await expect(queue.table).toBeVisible();

  await queue.page.keyboard.press('h');
  const items = queue.dialog.getByRole('listitem');
  await expect(items).toHaveText([/Rejected.*Pebble Works/, /Accepted.*Quince/]);
  await queue.dialog.getByRole('button', { name: `Undo: ${account}` }).click();
  await expect(items.last()).toContainText('Undone');
  await expect(items.first()).not.toContainText('Undone');
  await queue.page.keyboard.press('Escape');
  await expect(queue.row(account)).toBeVisible();
  await expect(queue.row('Pebble Works')).toHaveCount(0);
});

test('a manager sees and undoes everyone’s decisions, a viewer only sees them', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await accept(queue, account);

  const viewer = new QueuePageObject(await signInAs('viewer'));
  await viewer.open();
  const shown = await viewer.openRecent();
  await expect(shown.getByRole('listitem')).toHaveText([/Quince.*by Morgan Ellis/]);
  await expect(shown.getByRole('button', { name: /^Undo/ })).toHaveCount(0);

  const colleague = new QueuePageObject(await signInAs('admin'));
  await colleague.open();
  const list = await colleague.openRecent();
  await expect(list).toContainText('No decisions in the last week.');
  await list.getByLabel('Include everyone’s decisions').check();
  await expect(list.getByRole('listitem')).toHaveText([/Quince.*by Morgan Ellis/]);
  await list.getByRole('button', { name: /^Undo/ }).click();
  await expect(list.getByRole('listitem')).toContainText('Undone');
  await expectAccessibleInAppearances(colleague.page, allAppearances);
  await colleague.page.keyboard.press('Escape');
  await expect(colleague.row(account)).toBeVisible();
});

test('an undo that is no longer possible says why', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await accept(queue, account);
  await guide(
    `UPDATE ACCOUNT_CSM_ASSIGNMENTS_CANNE SET csm_name = 'Dana Weiss' WHERE account_id = 'NEED-2'`,
  );
  const list = await queue.openRecent();
  await list.getByRole('button', { name: `Undo: ${account}` }).click();
  await expect(list).toContainText('Not undone. This can no longer be undone');
  await list.getByRole('button', { name: 'Dismiss' }).click();
  await expect(list).not.toContainText('Not undone');
});
