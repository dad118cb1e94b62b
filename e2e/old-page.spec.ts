import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { root } from './server/process';
import { expectAccessible } from './support/accessibility';
import { holdRequests, untilHydrated } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

test('a page that was open during an update says so, does nothing, and works after a reload', async ({
  signInAs,
  guide,
  problems,
}) => {
  problems.expect(/Failed to load resource|Server Action/);
  const page = await signInAs('manager');
  await page.goto('/runs');
  const runs = async () => (await guide('SELECT run_id FROM CSM_ROUTING_RUNS'))[0].length;
  const before = await runs();
  // The new version has other ids for its actions.
  await page.route('**/runs', (route) => {
    const headers = route.request().headers();
    return headers['next-action']
      ? route.continue({ headers: { ...headers, 'next-action': '40'.padEnd(42, '0') } })
      : route.continue();
  });
  const startRun = page.getByRole('button', { name: 'Start run' });
  await untilHydrated(startRun);
  await startRun.click();
  await expect(page.getByRole('heading', { name: 'The app was updated' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'nothing was done' })).toBeVisible();
  expect(await runs()).toBe(before);

  await page.unroute('**/runs');
  await page.getByRole('button', { name: 'Reload' }).click();
  await untilHydrated(startRun);
  await startRun.click();
  await expect(page.getByText(/recommendations? added to the queue/)).toBeVisible();
});

/** Opens the queue with a decision that cannot be sent yet. */
async function queueWithWaitingDecision(page: Page) {
  const queue = new QueuePageObject(page);
  await queue.open('?flag=none');
  await queue.expectReadyForKeys();
  const release = await holdRequests(page, '**/api/decisions');
  await page.keyboard.press('a');
  await expect(queue.outboxStatus).toContainText('Saving 1');
  return { queue, release };
}

const decisions = 'SELECT recommendation_id FROM CSM_ROUTING_DECISIONS';

test('a link on a page that was open during an update opens the new version, and what waits is saved once', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  const { queue, release } = await queueWithWaitingDecision(page);
  // The new version has another id, which its responses to links have.
  const buildId = (await readFile(join(root, '.next/BUILD_ID'), 'utf8')).trim();
  await page.route(
    (url) => !url.pathname.startsWith('/api/'),
    async (route) => {
      if (route.request().headers().rsc === undefined) return route.fallback();
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(buildId, 'id-of-the-next-build');
      return route.fulfill({ response, body });
    },
  );
  await page.evaluate(() => document.body.setAttribute('data-old', ''));
  await page.getByRole('link', { name: 'Workload' }).click();
  await expect(page.locator('body:not([data-old])')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Workload', level: 1 })).toBeVisible();
  await expect(queue.outboxStatus).toContainText('Saving 1');
  await release();
  await expect(queue.outboxStatus).toBeEmpty();
  expect((await guide(decisions))[0]).toHaveLength(1);
});

test('a page whose code is gone after an update says so, and what waits is saved once', async ({
  signInAs,
  guide,
  problems,
}) => {
  problems.expect(/Failed to load|ChunkLoadError/);
  const page = await signInAs('manager');
  const { queue, release } = await queueWithWaitingDecision(page);
  const code = '**/_next/static/chunks/**';
  await page.route(code, (route) => route.fulfill({ status: 404 }));
  await page.getByRole('link', { name: 'Workload' }).click();
  await expect(page.getByRole('heading', { name: 'This page could not be loaded' })).toBeVisible();
  await expect(
    page.getByRole('alert').filter({ hasText: 'The app was probably updated' }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.unroute(code);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('heading', { name: 'Workload', level: 1 })).toBeVisible();
  await expect(queue.outboxStatus).toContainText('Saving 1');
  await release();
  await expect(queue.outboxStatus).toBeEmpty();
  expect((await guide(decisions))[0]).toHaveLength(1);
});
