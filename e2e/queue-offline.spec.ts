import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { pressSequence } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server, problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|503/);
  return server.reset();
});

test('a banner says what is kept while offline, and the current page stays', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.openForKeyboard();
  await page.context().setOffline(true);
  await expect(queue.outboxStatus).toHaveText(/^You are offline\. Your decisions are kept/);
  await page.keyboard.press('a');
  await expect(queue.outboxStatus).toHaveText(
    /^You are offline\. 1 decision is kept and will be saved when you are back\./,
  );

  await page.getByRole('link', { name: /^Runs/ }).click();
  await expect(queue.outboxStatus).toContainText('The page opens then, too.');
  await expect(queue.table).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
  // A person who keeps working on this page wants to stay.
  await page.keyboard.press('j');
  await expect(queue.outboxStatus).not.toContainText('The page opens');
  await pressSequence(page, 'g', 'r');
  await expect(queue.outboxStatus).toContainText('The page opens then, too.');
  await expect(page).toHaveURL(/\/queue/);

  await page.context().setOffline(false);
  await expect(page).toHaveURL(/\/runs$/);
  await expect(queue.outboxStatus).toHaveText('');
});

test('a person can decide before the table’s code has loaded, and nothing moves once it has', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  const html = await (await page.request.get('/queue')).text();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    if (!html.includes(new URL(route.request().url()).pathname)) await released;
    await route.continue();
  });
  await page.goto('/queue');
  const places = () =>
    Promise.all(['Account', 'Larch & Loom'].map((text) => queue.row(text).boundingBox()));
  const before = await places();
  await queue.select('Pebble Works');
  await page.context().setOffline(true);
  release();
  await page.keyboard.press('a');
  await expect(queue.outboxStatus).toContainText('1 decision is kept');
  await expect(queue.heading('Pebble Works')).toHaveCount(0);
  expect(await places()).toEqual(before);

  await page.context().setOffline(false);
  await queue.expectReadyForKeys();
  await expect(queue.row('Pebble Works')).toHaveCount(0);
  expect(await places()).toEqual(before);
});

test('a page that gets no response opens once the server responds', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.openForKeyboard();
  const pages = (url: URL) => ['/queue', '/runs'].includes(url.pathname);
  await page.route(pages, (route) => route.abort());
  const refused = page.waitForEvent('requestfailed');
  await page.getByRole('link', { name: /^Runs/ }).click();
  await refused;
  await page.unroute(pages);
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
});

test('rows that cannot be refreshed stay, marked, until a retry succeeds', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.page.route('**/api/queue**', (route) => route.abort());
  await server.sql(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE,
    actual_assigned_csm = recommended_csm WHERE account_id = 'STALE-1'`);
  await expect(queue.page.getByRole('main')).toContainText('Not up to date');
  await expect(queue.row('Stale Bakery')).toBeVisible();
  await expectAccessibleInAppearances(queue.page, allAppearances);
  const retried = queue.page.waitForRequest('**/api/queue**');
  await queue.page.getByRole('button', { name: 'Try again' }).click();
  await retried;
  await queue.page.unroute('**/api/queue**');
  await queue.expectCounts('7 pending');
  await expect(queue.page.getByRole('main')).not.toContainText('Not up to date');
});

test('a record that cannot be loaded says so, and can be tried again', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await page.route('**/api/recommendations?*', (route) => route.abort());
  await queue.openForKeyboard();
  await queue.select('Pebble Works');
  await expect(queue.details).toContainText('Could not load the details');
  // What the row says is enough to decide.
  await expect(queue.button('Accept')).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
  const retried = page.waitForRequest('**/api/recommendations?*');
  await queue.details.getByRole('button', { name: 'Try again' }).click();
  await retried;
});
