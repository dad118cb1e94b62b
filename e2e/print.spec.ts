import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

test.beforeAll(({ server }) => server.reset());

const MARGIN_MM = 12;
const px = (mm: number) => Math.floor(((mm - 2 * MARGIN_MM) * 96) / 25.4);
const papers = [
  ['Letter', px(215.9), px(279.4)],
  ['Letter landscape', px(279.4), px(215.9)],
  ['A4', px(210), px(297)],
  ['A4 landscape', px(297), px(210)],
] as const;

/** What a printout would cut or break up: wide text, rows in a region that clips them, and times. */
function findCutContent(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const width = document.documentElement.clientWidth;
    for (const time of document.querySelectorAll('main td.whitespace-nowrap time')) {
      const lines = new Set([...time.getClientRects()].map(({ top }) => Math.round(top))).size;
      if (lines > 2) problems.push(`“${time.textContent}” has ${lines} lines.`);
    }
    if (document.documentElement.scrollWidth > width) problems.push('The page scrolls sideways.');
    for (const table of document.querySelectorAll('main table')) {
      const name = table.getAttribute('aria-label') ?? 'A table';
      const { left, right } = table.getBoundingClientRect();
      if (left < 0 || right > width + 1) problems.push(`${name} is wider than the page.`);
      const bottom = table.querySelector('tr:last-child')?.getBoundingClientRect().bottom ?? 0;
      for (let box = table.parentElement; box; box = box.parentElement) {
        const isClipped = getComputedStyle(box).overflowY !== 'visible' && box !== document.body;
        if (isClipped && bottom > box.getBoundingClientRect().bottom + 1) {
          problems.push(`${name} is clipped.`);
        }
      }
    }
    return problems;
  });
}

const pages = ['/handover', '/workload', '/workload/ledger', '/acceptance?rows=all', '/cooling'];

for (const path of [...pages, '/runs', '/diagnostics']) {
  test(`${path} prints completely on every paper`, async ({ signInAs }) => {
    const page = await signInAs('viewer');
    await page.goto(path);
    await expect(page.locator('main section h2').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    if (path === '/runs') {
      await page
        .getByRole('link', { name: /^Batch of/ })
        .first()
        .click();
      await expect(page.getByRole('table', { name: 'Placed accounts' })).toBeVisible();
    }
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('navigation', { name: 'Pages', exact: true })).toBeHidden();
    for (const [paper, width, height] of papers) {
      await page.setViewportSize({ width, height });
      expect([paper, ...(await findCutContent(page))]).toEqual([paper]);
    }
  });
}

test('the printed handover names the period, the scope, and the time zone', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/handover?segment=Residential');
  await expect(page.getByRole('table', { name: 'Decisions and assignments' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/7 days.*Residential.*Days and weeks in/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
});
