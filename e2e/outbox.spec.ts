import type { Locator, Page } from '@playwright/test';
import { expect, fillSignInForm, signInByForm, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import type { AppServer, SqlRow } from './server/server';
import { expectAccessibleInAppearances } from './support/accessibility';
import { watchPage } from './support/page-errors';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server, problems }) => {
  // The browser logs each request that fails, as these tests intend.
  problems.expect(/Failed to load resource/);
  return server.reset();
});

/** Waits until this many decisions are in the warehouse, and returns them. */
async function readDecisions(guide: AppServer['sql'], count: number): Promise<readonly SqlRow[]> {
  const read = async () =>
    (await guide('SELECT recommendation_id, verb, note, decided_by FROM CSM_ROUTING_DECISIONS'))[0];
  await expect.poll(async () => (await read()).length).toBe(count);
  return read();
}

const statusOf = (page: Page): Locator => new QueuePageObject(page).outboxStatus;

/** Opens another tab of the same browser. */
async function openTab(page: Page, problems: { add(text: string): void }): Promise<Page> {
  const tab = await page.context().newPage();
  watchPage(tab, problems.add);
  return tab;
}

/** Opens the rows without flags, which are accepted without a confirmation. */
async function openUnflagged(queue: QueuePageObject): Promise<void> {
  await queue.open('?flag=none');
  await queue.expectReadyForKeys();
}

/** Accepts the first rows, one key press after the other. */
async function acceptFirst(queue: QueuePageObject, count: number): Promise<void> {
  await openUnflagged(queue);
  for (let pressed = 0; pressed < count; pressed += 1) await queue.page.keyboard.press('a');
}

/** Lets no decision of a page reach the server. */
const holdBack = (page: Page) => page.route('**/api/decisions', () => {});

test('eight accepts, 0.1 s apart and followed by a reload, are each saved once', async ({
  signInAs,
  server,
  guide,
}) => {
  const { runId } = await (await postRun(server, { mode: 'batch', batchSize: 2 })).json();
  expect(await waitForRun(server, runId)).toMatchObject({ placed: 2 });
  const queue = new QueuePageObject(await signInAs('manager'));
  await openUnflagged(queue);
  const { keyboard } = queue.page;
  for (let press = 1; press < 8; press += 1) await keyboard.press('a', { delay: 100 });
  await keyboard.press('a');
  await queue.page.reload();

  await expect(statusOf(queue.page)).toBeEmpty();
  const decisions = await readDecisions(guide, 8);
  expect(new Set(decisions.map((row) => row.recommendation_id)).size).toBe(8);
});

test('leaving the app sends what was waiting for an earlier request', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  await openUnflagged(new QueuePageObject(page));
  const first = page.waitForRequest('**/api/decisions');
  await page.route('**/api/decisions', () => {}, { times: 1 });
  await page.keyboard.press('a');
  await first;
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  await page.goto('about:blank');
  await readDecisions(guide, 2);
});

test('a tab sends what another tab left when it crashed', async ({ signInAs, problems, guide }) => {
  const page = await signInAs('manager');
  const survivor = await openTab(page, problems);
  await survivor.goto('/runs');
  await holdBack(page);
  await acceptFirst(new QueuePageObject(page), 3);
  await expect(statusOf(survivor)).toContainText('Saving 3');
  const crashed = page.waitForEvent('crash');
  const browser = await page.context().newCDPSession(page);
  void browser.send('Page.crash').catch(() => {});
  await crashed;

  await expect(statusOf(survivor)).toBeEmpty();
  await readDecisions(guide, 3);
  await page.close();
});

test('decisions wait while the server is down and are saved once after its restart', async ({
  signInAs,
  server,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await openUnflagged(queue);
  // The page stays open.
  server.leave = async () => {};
  const { keyboard } = queue.page;
  await keyboard.press('a');
  await Promise.all([keyboard.press('a'), server.kill()]);
  await keyboard.press('a');
  await expect(statusOf(queue.page)).toContainText(/^Not saving [123] decisions?/);
  await server.start();
  await expect(statusOf(queue.page)).toBeEmpty();
  const decisions = await readDecisions(guide, 3);
  expect(new Set(decisions.map((row) => row.recommendation_id)).size).toBe(3);
});

test('decisions made offline are saved when the connection is back', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  const queue = new QueuePageObject(page);
  await page.clock.install();
  await openUnflagged(queue);
  await page.context().setOffline(true);
  await expect(statusOf(page)).toContainText('You are offline.');
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  await expect(statusOf(page)).toContainText('2 decisions are kept');
  await page.clock.runFor('01:00');
  await expect(statusOf(page)).toContainText('2 decisions are kept');
  await readDecisions(guide, 0);

  await page.context().setOffline(false);
  await expect(statusOf(page)).toBeEmpty();
  await readDecisions(guide, 2);
});

test('two tabs save each decision once, and neither shows what the other decided', async ({
  signInAs,
  problems,
  guide,
}) => {
  const first = new QueuePageObject(await signInAs('manager'));
  const second = new QueuePageObject(await openTab(first.page, problems));
  await openUnflagged(first);
  await openUnflagged(second);
  await first.select('Pebble Works');
  await second.select('Tern Analytics');
  await Promise.all([first.page.keyboard.press('a'), second.page.keyboard.press('a')]);
  for (const queue of [first, second]) {
    await expect(statusOf(queue.page)).toBeEmpty();
    await expect(queue.row('Pebble Works')).toHaveCount(0);
    await expect(queue.row('Tern Analytics')).toHaveCount(0);
  }
  await readDecisions(guide, 2);
});

test('nobody else sends a person’s decisions, which wait until that person is back', async ({
  signInAs,
  problems,
  guide,
}) => {
  const page = await signInAs('manager');
  const context = page.context();
  await holdBack(page);
  await acceptFirst(new QueuePageObject(page), 1);
  const other = await openTab(page, problems);
  await context.clearCookies({ name: /session/ });
  await signInByForm(other, 'admin');
  await expect(statusOf(page)).toContainText('Someone else signed in: 1 decision waiting');
  await expect(other.getByRole('button', { name: /, Admin$/ })).toBeVisible();
  await expect(statusOf(other)).toBeEmpty();
  await page.unroute('**/api/decisions');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(statusOf(page)).toBeEmpty();
  await readDecisions(guide, 0);

  await context.clearCookies({ name: /session/ });
  await signInByForm(other, 'manager');
  await expect(statusOf(other)).toBeEmpty();
  expect(await readDecisions(guide, 1)).toMatchObject([{ decided_by: 'manager@demo.example' }]);
});

test('a person whose session ended signs in from an open dialog, which keeps what was typed', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  const queue = new QueuePageObject(page);
  await openUnflagged(queue);
  await queue.select('Tern Analytics');
  await page.context().clearCookies({ name: /session/ });
  await page.keyboard.press('a');
  await queue.button('Reject').click();
  await queue.dialog.getByLabel('The account is not ready for a CSM').check();
  await queue.dialog.getByLabel(/^Note/).fill('They move in March.');
  await expect(queue.dialog).toContainText('You are signed out');
  await expect(statusOf(page)).toContainText('Signed out: 1 decision waiting');

  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    queue.dialog.getByRole('link', { name: 'Sign in' }).click(),
  ]);
  const closed = tab.waitForEvent('close');
  await fillSignInForm(tab, 'manager');
  await closed;
  await expect(queue.dialog).not.toContainText('You are signed out');
  await expect(queue.dialog.getByLabel(/^Note/)).toHaveValue('They move in March.');
  expect(await readDecisions(guide, 1)).toMatchObject([{ verb: 'accept' }]);
  await queue.dialog.getByRole('button', { name: 'Reject' }).click();
  expect(await readDecisions(guide, 2)).toContainEqual(
    expect.objectContaining({ verb: 'reject', note: 'They move in March.' }),
  );
});

test('a page says that its session ended, and continues once the person signs in elsewhere', async ({
  signInAs,
  server,
  problems,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/runs');
  await page.context().clearCookies({ name: /session/ });
  // The page stays open and follows the server's changes again after the restart.
  server.leave = async () => {};
  await server.restart();
  await expect(statusOf(page)).toContainText('You are signed out');
  await signInByForm(await openTab(page, problems), 'viewer');
  await expect(statusOf(page)).toBeEmpty();
});

test('a decision that conflicts with one made in the meantime comes back and says so', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  const queue = new QueuePageObject(page);
  await openUnflagged(queue);
  await queue.select('Tern Analytics');
  await page.context().setOffline(true);
  await page.keyboard.press('a');
  await expect(statusOf(page)).toContainText('1 decision is kept');
  const admin = new QueuePageObject(await signInAs('admin'));
  await openUnflagged(admin);
  await admin.select('Tern Analytics');
  await admin.page.keyboard.press('a');
  await expect(statusOf(admin.page)).toBeEmpty();
  await readDecisions(guide, 1);

  await page.context().setOffline(false);
  await expect(statusOf(page)).toHaveText('1 decision was refused');
  await page.goto('/runs');
  await expect(statusOf(page).getByRole('link')).toHaveAttribute('href', '/queue');
  expect(await readDecisions(guide, 1)).toMatchObject([{ decided_by: 'admin@demo.example' }]);
});

test('the status is accessible, moves nothing, and shows a long message in full', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  const message = `The warehouse is busy. ${'Nothing was changed. '.repeat(8)}`.trim();
  await page.route('**/api/decisions', (route) =>
    route.fulfill({ status: 503, json: { error: { code: 'warehouse_busy', message } } }),
  );
  await openUnflagged(new QueuePageObject(page));
  const places = async () => {
    const found = [];
    for (const width of [1280, 768, 360]) {
      await page.setViewportSize({ width, height: 740 });
      for (const name of [/^Search/, /, Manager$/]) {
        found.push(await page.getByRole('banner').getByRole('button', { name }).boundingBox());
      }
    }
    return found;
  };
  const idle = await places();
  await page.setViewportSize({ width: 1280, height: 740 });
  await page.keyboard.press('a');
  const status = statusOf(page).getByRole('button');
  await expect(status).toHaveAccessibleName(`Not saving 1 decision: ${message}`);
  expect(await places()).toEqual(idle);
  await expectAccessibleInAppearances(page);

  await status.click();
  await expect(page.getByRole('dialog').getByText(message)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.context().clearCookies({ name: /session/ });
  await page.unroute('**/api/decisions');
  await expect(statusOf(page)).toContainText('Signed out: 1 decision waiting');
  expect(await places()).toEqual(idle);
  await expectAccessibleInAppearances(page);
});
