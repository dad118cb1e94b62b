import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/fixtures';

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
    async open(page: Page) {
      await page.goto('/cooling');
      await page.locator('main a[href^="/csms/"]').first().click();
      await page.waitForURL(/\/csms\//);
    },
  },
  {
    name: 'account',
    async open(page: Page) {
      await page.goto('/cooling');
      await page.locator('main a[href^="/accounts/"]').first().click();
      await page.waitForURL(/\/accounts\//);
    },
  },
] as const;

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
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: `docs/pictures/${name}-${colorScheme}.png` });
    });
  }
}
