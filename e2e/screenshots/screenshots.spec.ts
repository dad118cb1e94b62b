import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/fixtures';
import { untilHydrated } from '@/e2e/support/interactions';

test.use({ company: 'demo' });

const looks = ['light', 'dark'] as const;

const pages = [
  { name: 'queue', open: (page: Page) => page.goto('/queue') },
  { name: 'workload', open: (page: Page) => page.goto('/workload?period=90d') },
  { name: 'ledger', open: (page: Page) => page.goto('/workload/ledger?period=90d') },
  { name: 'acceptance', open: (page: Page) => page.goto('/acceptance?period=90d') },
  { name: 'cooling', open: (page: Page) => page.goto('/cooling?period=90d') },
  { name: 'diagnostics', open: (page: Page) => page.goto('/diagnostics') },
  {
    name: 'csm',
    open: (page: Page) => openFirst(page, '/csms/'),
  },
  {
    name: 'account',
    open: (page: Page) => openFirst(page, '/accounts/'),
  },
] as const;

/** Opens the first CSM or account that Cooling names. */
async function openFirst(page: Page, path: '/csms/' | '/accounts/'): Promise<void> {
  await page.goto('/cooling');
  const link = page.locator(`main a[href^="${path}"]`).first();
  await untilHydrated(link);
  await link.click();
  await page.waitForURL((url) => url.pathname.startsWith(path));
}

for (const colorScheme of looks) {
  for (const { name, open } of pages) {
    test(`${name}, ${colorScheme}`, async ({ signInAs }) => {
      const page = await signInAs('manager', {
        colorScheme,
        viewport: { width: 1280, height: 860 },
        timezoneId: 'America/New_York',
      });
      await open(page);
      await page.locator('html[data-hydrated]').waitFor();
      await expect(page.locator('main h1, main h2').first()).toBeVisible();
      // Not until the network is idle, because the stream of changes stays open.
      await expect(page.locator('main .animate-pulse')).toHaveCount(0);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `docs/pictures/${name}-${colorScheme}.png` });
    });
  }
}
