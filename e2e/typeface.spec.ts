import type { Page, Request } from '@playwright/test';
import { expect, test } from './fixtures';
import { QueuePageObject } from './support/queue-page';

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
  const before = await positions(page);
  expect(await loadedFonts(page)).toEqual([]);
  release();
  await expect.poll(() => loadedFonts(page)).toEqual(['hankenGrotesk']);
  expect(await positions(page)).toEqual(before);
});

function loadedFonts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.fonts]
      .filter(({ status, family }) => status === 'loaded' && !family.includes('Fallback'))
      .map(({ family }) => family.replaceAll('"', ''))
      .sort(),
  );
}

/** The top and height of every row and button: what a reader aims at. */
function positions(page: Page): Promise<readonly (readonly [string, number, number])[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('tr, button, h1, h2')].map((element) => {
      const { top, height } = element.getBoundingClientRect();
      return [element.textContent ?? '', top, height] as const;
    }),
  );
}
