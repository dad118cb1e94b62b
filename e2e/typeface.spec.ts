import type { Page, Request } from '@playwright/test';
import { expect, test } from './fixtures';
import { QueuePageObject } from './support/queue-page';

// Earlier spec files on the same server may have changed its data.
test.beforeAll(({ server }) => server.reset());

test('the app brings its own typeface and asks no other host for anything', async ({
  page,
  server,
}) => {
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  await page.goto('/sign-in');
  await expect.poll(() => loadedFonts(page)).toEqual(['hankenGrotesk']);
  const fonts = requests.filter((request) => request.resourceType() === 'font');
  expect(fonts).toHaveLength(1);
  const hosts = requests.map((request) => new URL(request.url()).host);
  expect(new Set(hosts)).toEqual(new Set([new URL(server.url).host]));
});

test('letters such as “ł” load a second file', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('Łukasz');
  await expect.poll(() => loadedFonts(page)).toEqual(['hankenGrotesk', 'hankenGroteskExtended']);
});

test('nothing moves when the typeface arrives late', async ({ signInAs }) => {
  const page = await signInAs('manager');
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/*.woff2', async (route) => {
    await released;
    await route.continue();
  });
  const queue = new QueuePageObject(page);
  await page.goto('/queue', { waitUntil: 'domcontentloaded' });
  await queue.expectReadyForKeys();
  expect(await loadedFonts(page)).toEqual([]);
  release();
  await expect.poll(() => loadedFonts(page)).toEqual(['hankenGrotesk']);
  expect(await layoutShifts(page)).toEqual([]);
});

function loadedFonts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.fonts]
      .filter(({ status, family }) => status === 'loaded' && !family.includes('Fallback'))
      .map(({ family }) => family.replaceAll('"', ''))
      .sort(),
  );
}

/** Layout shifts since the page was opened, in the measure of Cumulative Layout Shift. */
function layoutShifts(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        // Two frames, so that the layout after the last change has been measured.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const observer = new PerformanceObserver(() => undefined);
            observer.observe({ type: 'layout-shift', buffered: true });
            setTimeout(() =>
              resolve(
                observer
                  .takeRecords()
                  .map((entry) => (entry as unknown as { value: number }).value),
              ),
            );
          }),
        );
      }),
  );
}
