import { accountQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { chooseFirstOption, holdRequests, pressSequence } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-4', name: 'Pebble Works' };

test.beforeEach(({ server }) => server.reset());

/** Opens the queue and selects an account's row by keyboard. */
async function selectByKeyboard(queue: QueuePageObject, name: string): Promise<void> {
  await queue.openForKeyboard();
  const { keyboard } = queue.page;
  for (let presses = 0; !(await queue.heading(name).isVisible()); presses += 1) {
    if (presses > 20) throw new Error(`${name} is not among the first rows.`);
    await keyboard.press('j');
  }
}

test('j and k move through the rows, and Enter moves to the details', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const { keyboard } = queue.page;
  const names = await queue.accountCells.allTextContents();
  const heading = queue.details.getByRole('heading', { level: 2 });
  const first = (await heading.textContent()) ?? '';
  expect(names[0]).toContain(first);
  await keyboard.press('j');
  await expect(heading).not.toHaveText(first);
  expect(names[1]).toContain((await heading.textContent()) ?? '?');
  await keyboard.press('k');
  await expect(heading).toHaveText(first);
  await keyboard.press('Enter');
  await expect(heading).toBeFocused();
});

test('a accepts and moves to the next row, and u undoes it', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  await queue.page.keyboard.press('a');
  await queue.expectMessage(`Accepted: ${account.name}`);
  await expect(queue.heading(account.name)).toHaveCount(0);
  await queue.page.keyboard.press('u');
  await queue.expectMessage(`Undone: ${account.name}`);
  await expect(queue.heading(account.name)).toBeVisible();

  const [[recommendation], assignments] = await guide(...accountQueries(account.id));
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: null });
  expect(assignments).toEqual([]);
});

test('a works as soon as its hint is visible, even on a busy machine', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto(`/accounts/${account.id}`);
  // Delay what React schedules after painting, so that the key press comes first.
  await page.evaluate(() => {
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message: unknown) {
      setTimeout(() => postMessage.call(this, message), 400);
    };
  });
  await page.getByRole('link', { name: /^Open in the queue:/ }).click();
  const queue = new QueuePageObject(page);
  await expect(queue.button('Accept')).toBeVisible();
  await page.keyboard.press('a');
  await queue.expectMessage(`Accepted: ${account.name}`);
});

test('o overrides without a mouse: a typed name, Enter, a digit for the reason, Enter', async ({
  signInAs,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  const { keyboard } = queue.page;
  await keyboard.press('o');
  await expect(queue.dialog.getByRole('option', { name: /^Goran Ilić/ })).toBeVisible();
  await keyboard.type('goran');
  await chooseFirstOption(queue.page, queue.dialog.getByRole('option', { name: /^Goran Ilić/ }));
  await expect(queue.dialog.getByText('Another CSM knows this account')).toBeVisible();
  await keyboard.press('4');
  await keyboard.press('Enter');
  await queue.expectMessage(`Overridden: ${account.name} → Goran Ilić`);

  const [[recommendation], assignments, decisions] = await guide(
    ...accountQueries(account.id),
    'SELECT verb, reason FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: 'Goran Ilić' });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Goran Ilić' })]);
  expect(decisions).toEqual([{ verb: 'override', reason: 'customer_request' }]);
});

test('the picker preselects the best alternative, so that Enter chooses it', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  await queue.page.keyboard.press('o');
  const first = queue.dialog.getByRole('group', { name: 'Alternatives' }).getByRole('option');
  const name = (await first.first().locator('span span').first().textContent()) ?? '';
  await chooseFirstOption(queue.page, first.first());
  await expect(queue.dialog).toHaveAccessibleName(`${account.name} → ${name}`);
});

test('after a decision, the focus stays in the table or in the record, where it was', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  const { keyboard } = queue.page;
  const heading = queue.details.getByRole('heading', { level: 2 });
  await expect(queue.page.locator('tr[data-active]')).toBeFocused();
  await keyboard.press('a');
  await expect(queue.latestDecision).toContainText('Accepted');
  await expect(queue.page.locator('tr[data-active]')).toBeFocused();

  await keyboard.press('Enter');
  await expect(heading).toBeFocused();
  const decided = (await heading.textContent()) ?? '';
  await keyboard.press('r');
  await expect(queue.dialog).toBeVisible();
  await keyboard.press('2');
  await keyboard.press('Enter');
  await queue.expectMessage(`Rejected: ${decided}`);
  await expect(heading).not.toHaveText(decided);
  await expect(heading).toBeFocused();
});

test('a row that comes back does not take the focus from a search', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  const { keyboard } = queue.page;
  await keyboard.press('a');
  await queue.expectMessage(`Accepted: ${account.name}`);
  await queue.page.reload();
  await queue.expectReadyForKeys();
  const release = await holdRequests(queue.page, '**/api/queue*');
  await keyboard.press('u');
  await queue.expectMessage(`Undone: ${account.name}`);
  await keyboard.press('/');
  await release();
  await expect(queue.row(account.name)).toBeVisible();
  await expect(queue.page.getByRole('searchbox')).toBeFocused();
});

test('r rejects, with a digit for the reason', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  const { keyboard } = queue.page;
  await keyboard.press('r');
  await expect(queue.dialog).toBeVisible();
  await keyboard.press('2');
  await keyboard.press('Enter');
  await queue.expectMessage(`Rejected: ${account.name}`);

  const [, assignments, decisions] = await guide(
    ...accountQueries(account.id),
    'SELECT verb, reason FROM CSM_ROUTING_DECISIONS',
  );
  expect(assignments).toEqual([]);
  expect(decisions).toEqual([{ verb: 'reject', reason: 'workload' }]);
});

test('Escape closes a dialog without deciding', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  for (const key of ['o', 'r']) {
    await queue.page.keyboard.press(key);
    await expect(queue.dialog).toBeVisible();
    await queue.page.keyboard.press('Escape');
    await expect(queue.dialog).toHaveCount(0);
  }
  await expect(queue.row(account.name)).toBeVisible();
});

test('shortcuts are off while typing', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await selectByKeyboard(queue, account.name);
  await queue.page.keyboard.press('/');
  const search = queue.page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await queue.page.keyboard.type('aojr');
  await expect(search).toHaveValue('aojr');
  await expect(queue.dialog).toHaveCount(0);
  await expect(queue.page.getByText('No recommendations match the filters')).toBeVisible();
  await queue.expectCounts('0 of 8 pending');
});

test('? lists the shortcuts, and g r goes to the runs', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.page.keyboard.press('?');
  await expect(queue.dialog).toContainText('Undo the last decision');
  await queue.page.keyboard.press('Escape');
  await expect(queue.dialog).toHaveCount(0);
  await pressSequence(queue.page, 'g', 'r');
  await expect(queue.page).toHaveURL(/\/runs$/);
});
