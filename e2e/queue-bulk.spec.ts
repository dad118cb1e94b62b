import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { holdRequests } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

const checkbox = (queue: QueuePageObject, account: string) =>
  queue.table.getByRole('checkbox', { name: `Select ${account}` });
const bar = (queue: QueuePageObject) =>
  queue.page.getByRole('region', { name: 'Selected recommendations' });

async function selectByMouse(queue: QueuePageObject, ...accounts: string[]): Promise<void> {
  for (const account of accounts) await checkbox(queue, account).check();
  await expect(bar(queue)).toContainText(`${accounts.length} selected`);
}

/** Three recommendations that break no rule. */
const three = ['Larch & Loom', 'Pebble Works', 'Tern Analytics'] as const;

test('x and Shift x select rows, which are accepted together after a preview, and undone together', async ({
  signInAs,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const { keyboard } = queue.page;
  const sent: unknown[] = [];
  queue.page.on('request', (request) => {
    if (request.url().endsWith('/api/decisions')) sent.push(request.postDataJSON().requests.length);
  });
  for (const key of ['x', 'j', 'j', 'Shift+X']) await keyboard.press(key);
  await expect(bar(queue)).toContainText('3 selected');
  await expect(queue.table.getByRole('row', { selected: true })).toHaveCount(3);

  await keyboard.press('a');
  await expect(queue.dialog).toContainText('3 will be accepted.');
  await expect(queue.dialog.getByRole('button', { name: 'Accept 3' })).toBeFocused();
  await keyboard.press('Enter');
  await queue.expectMessage('Accepted: 3 recommendations');
  await queue.expectCounts('5 pending');
  await expect(bar(queue)).toHaveCount(0);
  await expect(queue.table.getByRole('row').nth(1)).toBeFocused();

  await keyboard.press('u');
  await queue.expectMessage('Undone: 3 recommendations');
  await queue.expectCounts('8 pending');
  expect(sent).toEqual([3, 3]);
  const [decisions, assignments] = await guide(
    'SELECT verb, COUNT(DISTINCT decided_at) AS times, COUNT(*) AS count FROM CSM_ROUTING_DECISIONS GROUP BY verb ORDER BY verb',
    "SELECT account_id FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE WHERE account_id LIKE 'NEED%'",
  );
  // All decisions of a transaction have the same time.
  expect(decisions).toEqual([
    { verb: 'accept', times: 1, count: 3 },
    { verb: 'undo', times: 1, count: 3 },
  ]);
  expect(assignments).toEqual([]);
});

test('a bulk decision can be undone as a whole after a reload', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await selectByMouse(queue, ...three);
  await bar(queue).getByRole('button', { name: 'Accept 3' }).click();
  await queue.dialog.getByRole('button', { name: 'Accept 3' }).click();
  await queue.expectMessage('Accepted: 3 recommendations');
  await queue.page.reload();
  await queue.expectCounts('5 pending');
  await queue.expectReadyForKeys();
  await queue.page.keyboard.press('u');
  await queue.expectMessage('Undone: 3 recommendations');
  await queue.expectCounts('8 pending');
});

test('the recent decisions list the rows of a bulk decision, with one undo for all', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await selectByMouse(queue, ...three);
  await queue.page.keyboard.press('a');
  await queue.dialog.getByRole('button', { name: 'Accept 3' }).click();
  await queue.expectMessage('Accepted: 3 recommendations');
  const list = await queue.openRecent();
  await list.getByRole('button', { name: /^Undo: Pebble Works/ }).click();
  await list.getByRole('button', { name: 'Undo all 2' }).click();
  await expect(list.getByText('Undone', { exact: true })).toHaveCount(3);
  await queue.page.keyboard.press('Escape');
  await queue.expectCounts('8 pending');
});

test('the preview counts what breaks a rule, and accepts it only if the rule is confirmed', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.table.getByRole('checkbox', { name: 'Select all rows on this page' }).check();
  await expect(bar(queue)).toContainText('8 selected');
  await bar(queue).getByRole('button', { name: 'Accept 8' }).click();
  await expect(queue.dialog).toContainText('6 will be accepted.');
  await expect(queue.dialog).toContainText('2 break a routing rule.');
  await queue.dialog.getByText('Show what breaks a rule').click();
  const item = (account: string) => queue.dialog.getByRole('listitem').filter({ hasText: account });
  await expect(item('Cooled Storage')).toContainText(/Cooling until /);
  await expect(item('Stale Bakery')).toContainText('Older than a day');
  await queue.dialog.getByRole('checkbox', { name: 'Cooling (1)' }).check();
  await expect(queue.dialog).toContainText('7 will be accepted.');
  await queue.dialog.getByRole('button', { name: 'Accept 7' }).click();
  await queue.expectMessage('Accepted: 7 recommendations');
  // What was not confirmed stays selected.
  await expect(bar(queue)).toContainText('1 selected');
  await expect(checkbox(queue, 'Stale Bakery')).toBeChecked();
});

test('rejecting several recommendations asks for one reason', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await selectByMouse(queue, ...three);
  const { keyboard } = queue.page;
  await keyboard.press('r');
  await expect(queue.dialog).toContainText('3 will be rejected.');
  await keyboard.press('2');
  await queue.dialog.getByLabel(/^Note/).fill('The team is full. 🚚');
  await keyboard.press('Control+Enter');
  await queue.expectMessage('Rejected: 3 recommendations');
  const [decisions] = await guide('SELECT reason, note FROM CSM_ROUTING_DECISIONS');
  expect(decisions).toEqual(Array(3).fill({ reason: 'workload', note: 'The team is full. 🚚' }));
});

test('each row has an outcome if others decided some of them meanwhile, and one undo reverts the rest', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  // The manager's page does not learn about the colleague's decision by itself.
  await holdRequests(queue.page, '**/api/events**');
  await queue.openForKeyboard();
  await colleague.openForKeyboard();
  await selectByMouse(queue, ...three);
  await queue.page.keyboard.press('a');
  await expect(queue.dialog).toContainText('3 will be accepted.');
  await colleague.select('Pebble Works');
  await colleague.button('Accept').click();
  await colleague.expectMessage('Accepted: Pebble Works');

  await queue.page.keyboard.press('Enter');
  await queue.expectMessage('Accepted: 2 of 3 recommendations');
  await expect(queue.alert).toContainText(
    /^Not accepted: Pebble Works → .*Avery Stone already accepted this recommendation/,
  );
  await queue.alert.getByRole('button', { name: 'Show' }).click();
  await expect(queue.dialog.getByRole('heading', { name: 'Not accepted: 1 of 3' })).toBeVisible();
  await expect(queue.dialog.getByRole('list', { name: 'Not accepted' })).toContainText(
    'Avery Stone already accepted this recommendation.',
  );
  await queue.dialog.getByText('Accepted: 2').click();
  const others = queue.dialog.getByRole('list', { name: 'Accepted', exact: true });
  await expect(others.getByRole('listitem')).toHaveText([/^Larch & Loom/, /^Tern Analytics/]);
  await queue.dialog.getByRole('button', { name: 'Dismiss' }).click();
  await expect(queue.alert).toHaveCount(0);

  await queue.page.keyboard.press('u');
  await queue.expectMessage('Undone: 2 recommendations');
  await queue.expectCounts('7 pending');
});

test('the undo of a bulk decision reports what someone changed meanwhile', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  await queue.openForKeyboard();
  await colleague.openForKeyboard();
  await selectByMouse(queue, ...three);
  await queue.page.keyboard.press('a');
  await expect(queue.dialog).toContainText('3 will be accepted.');
  await queue.page.keyboard.press('Enter');
  await queue.expectMessage('Accepted: 3 recommendations');
  const list = await colleague.openRecent();
  await list.getByLabel('Include everyone’s decisions').check();
  await list.getByRole('button', { name: /^Undo: Pebble Works/ }).click();
  await expect(list.getByRole('listitem').filter({ hasText: 'Pebble Works' })).toContainText(
    'Undone',
  );

  await queue.page.keyboard.press('u');
  await queue.expectMessage('Undone: 2 of 3 recommendations');
  await expect(queue.alert).toContainText('Not undone: Pebble Works');
  await expect(queue.alert).toContainText('it was already undone');
  await queue.expectCounts('8 pending');
});

test('a row leaves the selection once someone decides it, and Escape clears the rest', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  await queue.openForKeyboard();
  await colleague.openForKeyboard();
  await selectByMouse(queue, ...three);
  await colleague.select('Pebble Works');
  await colleague.button('Accept').click();
  await colleague.expectMessage('Accepted: Pebble Works');
  await expect(bar(queue)).toContainText('2 selected');
  // A single decision of a selected row removes it, too.
  await queue.select('Larch & Loom');
  await queue.button('Accept').click();
  await expect(bar(queue)).toContainText('1 selected');
  await queue.page.keyboard.press('Escape');
  await expect(bar(queue)).toHaveCount(0);
  await expect(checkbox(queue, 'Tern Analytics')).not.toBeChecked();
});

test('rows stay selected while the table is sorted and filtered', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await selectByMouse(queue, 'Larch & Loom', 'Pebble Works');
  await queue.row('Tern Analytics').press('Space');
  await queue.table.getByRole('button', { name: 'Score' }).click();
  await expect(queue.page).toHaveURL(/sort=/);
  await queue.page.getByRole('searchbox').fill('pebble');
  await expect(queue.table.getByRole('row')).toHaveCount(2);
  await expect(bar(queue)).toContainText('3 selected');
  await expect(checkbox(queue, 'Pebble Works')).toBeChecked();
});

test('viewers cannot select rows', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.openForKeyboard();
  await expect(queue.table.getByRole('checkbox')).toHaveCount(0);
  await queue.page.keyboard.press('x');
  await expect(queue.page.locator('[data-live-region]')).toContainText('Only managers can decide');
  await expect(bar(queue)).toHaveCount(0);
});

test('a selection and the dialogs of a bulk decision are accessible', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.table.getByRole('checkbox', { name: 'Select all rows on this page' }).check();
  await expectAccessibleInAppearances(queue.page, allAppearances);
  for (const [key, text] of [
    ['a', '2 break a routing rule.'],
    ['r', '8 will be rejected.'],
  ] as const) {
    await queue.page.keyboard.press(key);
    await expect(queue.dialog).toContainText(text);
    await expectAccessibleInAppearances(queue.page, allAppearances);
    await queue.page.keyboard.press('Escape');
  }
});

test('a selection spans pages, up to everything that matches', async ({ signInAs, server }) => {
  const ids = Array.from({ length: 30 }, (_, n) => 900_000 + n);
  await server.sql(
    `INSERT INTO DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
      (recommendation_id, account_id, recommended_csm, recommendation_timestamp, was_assigned, run_id)
    VALUES ${ids.map((id) => `(${id}, 'MORE-${id}', 'Dana Weiss', CURRENT_TIMESTAMP, FALSE, '20260101_000000')`).join()}`,
  );
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?size=25');
  await queue.expectReadyForKeys();
  const page = queue.table.getByRole('checkbox', { name: 'Select all rows on this page' });
  await page.check();
  await expect(bar(queue)).toContainText('25 selected');
  await queue.page.getByRole('link', { name: 'Next page' }).click();
  await expect(queue.page).toHaveURL(/page=2/);
  await expect(queue.table.getByRole('row')).toHaveCount(14);
  await expect(page).not.toBeChecked();
  await expect(bar(queue)).toContainText('25 selected');
  await bar(queue).getByRole('button', { name: 'Select all 38' }).click();
  await expect(bar(queue)).toContainText('38 selected');
  await expect(page).toBeChecked();
  await page.uncheck();
  await expect(bar(queue)).toContainText('25 selected');
});
