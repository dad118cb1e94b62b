import { accountQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { chooseOption, pressSequence } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-4', name: 'Pebble Works' };

test.beforeEach(({ server }) => server.reset());

/** Opens the queue by its link with an account's row in focus, and no mouse near it. */
async function at(desk: QueuePageObject, name: string): Promise<void> {
  await desk.openForKeyboard();
  const { keyboard } = desk.page;
  for (let presses = 0; !(await desk.heading(name).isVisible()); presses += 1) {
    if (presses > 20) throw new Error(`${name} is not among the first rows.`);
    await keyboard.press('j');
  }
}

test('j and k lead through the rows, and Enter into the record', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.openForKeyboard();
  const { keyboard } = desk.page;
  const names = await desk.table.getByRole('row').locator('td:first-child').allTextContents();
  const heading = desk.record.getByRole('heading', { level: 2 });
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

test('a accepts and moves on, u takes it back', async ({ signInAs, guide }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await at(desk, account.name);
  await desk.page.keyboard.press('a');
  await desk.expectMessage(`Accepted: ${account.name}`);
  await expect(desk.heading(account.name)).toHaveCount(0);
  await desk.page.keyboard.press('u');
  await desk.expectMessage(`Undone: ${account.name}`);
  await expect(desk.heading(account.name)).toBeVisible();

  const [[recommendation], assignments] = await guide(...accountQueries(account.id));
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: null });
  expect(assignments).toEqual([]);
});

test('a is heard as soon as it stands on its button, however busy the machine', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto(`/accounts/${account.id}`);
  // What React does soon after it has drawn comes later than somebody can press a key.
  await page.evaluate(() => {
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message: unknown) {
      setTimeout(() => postMessage.call(this, message), 1_500);
    };
  });
  await page.getByRole('link', { name: /^In the queue:/ }).click();
  const desk = new QueuePageObject(page);
  await expect(desk.button('Accept')).toBeVisible();
  await page.keyboard.press('a');
  await desk.expectMessage(`Accepted: ${account.name}`);
});

test('o opens the picker: type a name, choose it and say why', async ({ signInAs, guide }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await at(desk, account.name);
  const { keyboard } = desk.page;
  await keyboard.press('o');
  await expect(desk.dialog.getByRole('option', { name: /^Goran Ilić/ })).toBeVisible();
  await keyboard.type('goran');
  await expect(desk.dialog.getByRole('option')).toHaveCount(1);
  await chooseOption(desk.page, desk.dialog.getByRole('option'));
  await expect(desk.dialog.getByText('Another CSM knows this account')).toBeVisible();
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await desk.expectMessage(`Overridden: ${account.name} → Goran Ilić`);

  const [[recommendation], assignments] = await guide(...accountQueries(account.id));
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: 'Goran Ilić' });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Goran Ilić' })]);
});

test('r rejects, a digit gives the reason', async ({ signInAs, guide }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await at(desk, account.name);
  const { keyboard } = desk.page;
  await keyboard.press('r');
  await expect(desk.dialog).toBeVisible();
  await keyboard.press('2');
  await keyboard.press('Enter');
  await desk.expectMessage(`Rejected: ${account.name}`);

  const [, assignments, decisions] = await guide(
    ...accountQueries(account.id),
    'SELECT verb, reason FROM CSM_ROUTING_DECISIONS',
  );
  expect(assignments).toEqual([]);
  expect(decisions).toEqual([{ verb: 'reject', reason: 'workload' }]);
});

test('Escape leaves a dialog without deciding', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await at(desk, account.name);
  for (const key of ['o', 'r']) {
    await desk.page.keyboard.press(key);
    await expect(desk.dialog).toBeVisible();
    await desk.page.keyboard.press('Escape');
    await expect(desk.dialog).toHaveCount(0);
  }
  await expect(desk.row(account.name)).toBeVisible();
});

test('letters are text while one types', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await at(desk, account.name);
  await desk.page.keyboard.press('/');
  const search = desk.page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await desk.page.keyboard.type('aojr');
  await expect(search).toHaveValue('aojr');
  await expect(desk.dialog).toHaveCount(0);
  await expect(desk.page.getByText('Nothing matches the filters')).toBeVisible();
  await expect(desk.page.getByText('8 waiting')).toBeVisible();
});

test('? lists the keys, and g r goes to the runs', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.page.keyboard.press('?');
  await expect(desk.dialog).toContainText('Undo the last decision');
  await desk.page.keyboard.press('Escape');
  await expect(desk.dialog).toHaveCount(0);
  await pressSequence(desk.page, 'g', 'r');
  await expect(desk.page).toHaveURL(/\/runs$/);
});
