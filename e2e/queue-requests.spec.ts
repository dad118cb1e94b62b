import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { firstLoadScripts } from './support/first-load';
import { QueuePageObject } from './support/queue-page';

test.use({ company: 'demo' });
test.beforeEach(({ server }) => server.reset());

/** Counts a page's requests by path, and lists its prefetches. */
function countRequests(page: Page): {
  readonly of: (path: string) => number;
  readonly prefetches: readonly string[];
} {
  const paths: string[] = [];
  const prefetches: string[] = [];
  page.on('request', (request) => {
    const headers = request.headers();
    const { pathname } = new URL(request.url());
    const segment = headers['next-router-segment-prefetch'];
    const isPrefetch = segment !== undefined || headers['next-router-prefetch'] !== undefined;
    if (isPrefetch) prefetches.push(`${pathname} ${segment}`);
    else paths.push(pathname);
  });
  return { of: (path) => paths.filter((one) => one === path).length, prefetches };
}

test('twenty decisions take few requests', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  const requests = countRequests(page);
  await queue.openForKeyboard();
  const rows = queue.table.locator('tbody tr');
  for (let left = await rows.count(), decided = 0; decided < 20; decided += 1) {
    await queue.expectReadyForKeys();
    await page.keyboard.press('r');
    await expect(queue.dialog).toBeVisible();
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    left -= 1;
    await expect(rows).toHaveCount(left);
  }
  await expect(queue.outboxStatus).toHaveText('');
  expect(requests.of('/api/recommendations')).toBeLessThanOrEqual(12);
  expect(requests.of('/api/queue')).toBeLessThanOrEqual(30);
  // Reading everything after each decision would take more than 60 of the first.
  expect(requests.of('/api/queue/pending-count')).toBeLessThanOrEqual(3);
  expect(requests.prefetches.length).toBeGreaterThan(0);
  expect(requests.prefetches).toEqual([...new Set(requests.prefetches)]);
});

test('holding j loads records only where it stops', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  const { page } = queue;
  await queue.openForKeyboard();
  await page.waitForLoadState('networkidle');
  const requests = countRequests(page);
  for (let pressed = 0; pressed < 25; pressed += 1) await page.keyboard.down('j');
  await page.keyboard.up('j');
  const id = await queue.table.locator('tr[data-active="true"]').getAttribute('data-row');
  await expect(page).toHaveURL(new RegExp(`row=${id}`));
  await queue.expectReadyForKeys();
  expect(requests.of('/api/recommendations')).toBeLessThanOrEqual(2);
});

test('the page comes with the rows, the first record, and little code', async ({ signInAs }) => {
  const { request } = await signInAs('viewer');
  const html = await (await request.get('/queue')).text();
  expect(html.match(/data-row="/g)?.length).toBeGreaterThan(25);
  expect(html).toContain('Why this CSM');
  // JavaScript, gzipped, in kB.
  expect(firstLoadScripts(html).kilobytes).toBeLessThanOrEqual(200);
});
