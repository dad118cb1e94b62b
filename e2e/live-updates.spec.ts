import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { AppServer } from './server/server';

const recommendations = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE';

test.beforeEach(({ server }) => server.reset());

/** The queue's count in the navigation. */
const pendingCount = (page: Page) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Queue/ });

/** Someone else changes the queue: one pending recommendation is gone. */
async function removeOne(server: AppServer): Promise<void> {
  await server.sql(
    `DELETE FROM ${recommendations} WHERE recommendation_id = (
      SELECT MAX(recommendation_id) FROM ${recommendations})`,
  );
}

async function expectPending(page: Page, count: number): Promise<void> {
  await expect(pendingCount(page)).toContainText(`${count} pending`);
}

/** Opens another tab of the same browser. */
async function newTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto('/runs');
  await tab.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  return tab;
}

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('the pending count follows changes without a reload', async ({ signInAs, server }) => {
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  await expectPending(page, 8);
  await removeOne(server);
  await expectPending(page, 7);
  await removeOne(server);
  await expectPending(page, 6);
});

test('the tabs of a browser share one stream, also after its tab is closed', async ({
  signInAs,
  server,
}) => {
  const first = await signInAs('viewer');
  await first.goto('/diagnostics');
  await expect.poll(() => server.streams()).toBe(1);
  const second = await newTab(first);
  const third = await newTab(first);
  await removeOne(server);
  for (const page of [first, second, third]) await expectPending(page, 7);
  expect(await server.streams()).toBe(1);

  await first.close();
  await removeOne(server);
  for (const page of [second, third]) await expectPending(page, 6);
  expect(await server.streams()).toBe(1);

  await second.close();
  await third.close();
  await expect.poll(() => server.streams()).toBe(0);
});

test('a hidden page holds no stream, and catches up when it is visible', async ({
  signInAs,
  server,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  await expect.poll(() => server.streams()).toBe(1);
  await setHidden(page, true);
  await expect.poll(() => server.streams()).toBe(0);
  await removeOne(server);
  await expectPending(page, 8);
  await setHidden(page, false);
  await expectPending(page, 7);
});

test('a page polls while the stream is refused, and returns to it', async ({
  signInAs,
  server,
  problems,
}) => {
  problems.expect(/Failed to load resource.*api\/events\)$/);
  const page = await signInAs('viewer');
  await page.clock.install();
  await page.route('**/api/events', (route) => route.fulfill({ status: 502 }));
  const firstPoll = page.waitForResponse('**/api/events/number');
  await page.goto('/diagnostics');
  await firstPoll;
  await removeOne(server);
  await page.clock.runFor(10_000);
  await expectPending(page, 7);
  expect(await server.streams()).toBe(0);

  await page.unroute('**/api/events');
  // A minute after the failure, but not past the time to wait for a message.
  await page.clock.runFor(51_000);
  await expect.poll(() => server.streams()).toBe(1);
  await removeOne(server);
  await expectPending(page, 6);
});

test('a page without locks polls', async ({ signInAs, server }) => {
  const page = await signInAs('viewer');
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
  });
  await page.goto('/diagnostics');
  await removeOne(server);
  await page.clock.runFor(10_000);
  await expectPending(page, 7);
  expect(await server.streams()).toBe(0);
});

test('the stream is for people who are signed in, and is neither stored nor compressed', async ({
  server,
}) => {
  const open = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/events`, { headers: { 'accept-encoding': 'gzip, br', ...headers } });
  expect((await open({})).status).toBe(401);
  const response = await open({ authorization: `Bearer ${server.operatorToken}` });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  expect(response.headers.get('content-encoding')).toBeNull();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toMatch(/^retry: 1000\n/);
  await reader?.cancel();
  await expect.poll(() => server.streams()).toBe(0);
});
