import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

test.beforeAll(({ server }) => server.reset());

const US_TIME = /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2} [AP]M /;
const GERMAN_TIME = /^\d{1,2}\. \S+ \d{4}, \d{2}:\d{2} /;

/** The full time of the newest run, as shown on hover. */
function newestRunTime(page: Page) {
  return page.getByRole('table', { name: 'Runs' }).locator('time').first();
}

async function chooseLocale(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: /Viewer/ }).click();
  await page.getByLabel('Number and date format').selectOption({ label });
}

test('dates follow the browser language, in the server’s HTML too', async ({ signInAs }) => {
  const page = await signInAs('viewer', { locale: 'de-DE' });
  const response = await page.goto('/runs');
  await expect(newestRunTime(page)).toHaveAttribute('title', GERMAN_TIME);
  const html = await response?.text();
  expect(html).toMatch(/title="\d{1,2}\. /);
});

test('the person menu overrides the browser language, and the choice survives a reload', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/runs');
  await expect(newestRunTime(page)).toHaveAttribute('title', US_TIME);

  await chooseLocale(page, 'Deutsch');
  await expect(newestRunTime(page)).toHaveAttribute('title', GERMAN_TIME);
  await page.reload();
  await expect(newestRunTime(page)).toHaveAttribute('title', GERMAN_TIME);

  await chooseLocale(page, 'Browser language');
  await expect(newestRunTime(page)).toHaveAttribute('title', US_TIME);
});
