import { expect, fillSignInForm, test } from './fixtures';
import { holdRequests } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const decisions = 'SELECT verb, account_id, note FROM CSM_ROUTING_DECISIONS ORDER BY decided_at';
/** Another program decides the first row of the queue. */
const decideStaleBakery = `UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE,
  actual_assigned_csm = recommended_csm WHERE account_id = 'STALE-1'`;
const verbs = (rows: readonly { readonly verb?: unknown }[]) => rows.map(({ verb }) => verb);

test.beforeEach(({ server }) => server.reset());

/** Presses `a` on the first rows that are not flagged. */
async function acceptFirst(queue: QueuePageObject, count: number): Promise<void> {
  const rows = queue.table.locator('tbody tr');
  const before = await rows.count();
  await rows.first().click();
  await queue.page.keyboard.press('Escape');
  for (let pressed = 0; pressed < count; pressed++) await queue.page.keyboard.press('a');
  await expect(rows).toHaveCount(before - count);
}

test('keys pressed faster than the server responds decide one row each', async ({
  signInAs,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?flag=none');
  const respond = await holdRequests(queue.page, '**/api/decisions');
  await acceptFirst(queue, 5);
  await expect(queue.outboxStatus).toHaveText('Saving 5');
  await respond();
  await expect(queue.outboxStatus).toHaveText('');
  await queue.expectCounts('1 of 3 pending');
  const [made] = await guide(decisions);
  expect(new Set(made.map((row) => row.account_id)).size).toBe(5);
});

test('a reload right after deciding loses nothing', async ({ signInAs, guide, problems }) => {
  problems.expect(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?flag=none');
  await queue.page.route('**/api/decisions', (route) => route.abort());
  await acceptFirst(queue, 4);
  await queue.page.unroute('**/api/decisions');
  await queue.page.reload();
  await expect(queue.outboxStatus).toHaveText('');
  await queue.expectCounts('2 of 4 pending');
  const [made] = await guide(decisions);
  expect(verbs(made)).toEqual(['accept', 'accept', 'accept', 'accept']);
});

test('decisions and undos made offline are saved once the connection is back', async ({
  signInAs,
  guide,
  problems,
}) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?flag=none');
  await expect(queue.details.getByRole('heading', { level: 3 }).first()).toBeVisible();
  await queue.page.context().setOffline(true);
  await acceptFirst(queue, 3);
  await expect(queue.outboxStatus).toContainText('3 decisions are kept');
  await queue.page.keyboard.press('u');
  await expect(queue.table.locator('tbody tr')).toHaveCount(4);

  await queue.page.context().setOffline(false);
  await expect(queue.outboxStatus).toHaveText('');
  await queue.expectCounts('4 of 6 pending');
  const [made] = await guide(decisions);
  expect(verbs(made).sort()).toEqual(['accept', 'accept', 'accept', 'undo']);
});

test('a decided row stays hidden until the server’s rows arrive', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  const account = 'Pebble Works';
  await queue.select(account);
  const refresh = await holdRequests(queue.page, '**/api/queue**');
  const refetch = queue.page.waitForRequest('**/api/queue');
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account}`);
  await refetch;
  await expect(queue.row(account)).toHaveCount(0);
  await queue.latestDecision.getByRole('button', { name: 'Undo' }).click();
  // The undo shows it before the server responds.
  await expect(queue.row(account)).toBeVisible();
  await queue.expectMessage(`Undone: ${account}`);
  await refresh();
  await expect(queue.row(account)).toBeVisible();
});

test('a dialog keeps what was typed when the session ends, and saves it after signing in', async ({
  signInAs,
  server,
  guide,
  problems,
}) => {
  problems.expect(/401/);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select('Pebble Works');
  await queue.button('Reject').click();
  await queue.dialog.getByLabel('The account is not ready for a CSM').check();
  await queue.dialog.getByLabel(/^Note/).fill('They move in March. 🚚');
  const context = queue.page.context();
  await context.clearCookies();
  // The next read finds out that the session has ended.
  await server.sql(decideStaleBakery);
  await expect(queue.dialog).toContainText('You are signed out');
  await expect(queue.dialog.getByLabel(/^Note/)).toHaveValue('They move in March. 🚚');

  await queue.dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(queue.row('Pebble Works')).toHaveCount(0);
  await expect(queue.outboxStatus).toContainText('Signed out: 1 decision waiting');
  const opened = context.waitForEvent('page');
  await queue.outboxStatus.getByRole('link', { name: 'Sign in' }).click();
  const tab = await opened;
  await fillSignInForm(tab, 'manager');
  await queue.expectMessage('Rejected: Pebble Works');
  const [made] = await guide(decisions);
  expect(made).toEqual([{ verb: 'reject', account_id: 'NEED-4', note: 'They move in March. 🚚' }]);
});

test('other people’s decisions arrive without moving the row in focus', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const names = await queue.accountCells.allTextContents();
  for (let presses = 0; presses < 4; presses++) await queue.page.keyboard.press('j');
  const focused = queue.page.locator('tr:focus');
  await expect(focused).toContainText(names[4] ?? '?');
  const heading = queue.details.getByRole('heading', { level: 2 });
  const title = (await heading.textContent()) ?? '?';

  await server.sql(decideStaleBakery);
  await queue.expectCounts('7 pending');
  await expect(queue.row('Stale Bakery')).toHaveCount(0);
  await expect(focused).toContainText(title);
  await expect(heading).toHaveText(title);
});

test('a record that someone else decides stays on the screen, and cannot be decided again', async ({
  signInAs,
  server,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select('Stale Bakery');
  await server.sql(decideStaleBakery);
  await queue.expectCounts('7 pending');
  await expect(queue.heading('Stale Bakery')).toBeVisible();
  await expect(queue.details).toContainText('Decided outside the app.');
  await queue.page.keyboard.press('a');
  await expect(queue.page.locator('[data-live-region]')).toContainText('already been decided');
  expect(await guide(decisions)).toEqual([[]]);
});
