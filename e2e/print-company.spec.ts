import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { orphanedHeadings } from './support/printed-headings';

// With its 42 CSMs, charts and lists are longer than in the small company.
test.use({ company: 'demo' });

const printedPages = [
  '/handover',
  '/workload',
  '/workload/ledger?period=90d',
  '/acceptance',
  '/cooling',
  '/reviews?period=90d',
  '/diagnostics',
];
const PAPER = { width: 725, height: 964 }; // US Letter without its margins, in CSS pixels.

/** Shows what the page prints. Charts are as wide as the paper only while printing. */
async function preparePrint(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(PAPER);
}

for (const path of ['/workload/ledger', '/acceptance', '/cooling']) {
  test(`no chart of ${path} is longer than a printed page`, async ({ signInAs }) => {
    const page = await signInAs('viewer');
    await preparePrint(page, path);
    const plots = '[data-print="bars"], svg.recharts-surface, section[aria-label^="Chart:"] li';
    const charts = page.locator(`main section:has(> div :is(${plots}))`);
    await expect(charts.first()).toBeVisible();
    const heights = await charts.evaluateAll((cards) =>
      cards.map((card) => card.getBoundingClientRect().height),
    );
    expect(Math.max(...heights)).toBeLessThan(PAPER.height);
  });
}

for (const path of printedPages) {
  test(`no heading of ${path} is on another page than what it names`, async ({ signInAs }) => {
    test.slow();
    const page = await signInAs('viewer');
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    for (const format of ['Letter', 'A4']) {
      for (const landscape of [false, true]) {
        const pdf = await page.pdf({
          format,
          landscape,
          outline: true,
          tagged: true,
          preferCSSPageSize: false,
          margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' },
        });
        expect([format, landscape, ...orphanedHeadings(pdf)]).toEqual([format, landscape]);
      }
    }
  });
}

test('a wide chart prints with text of normal size', async ({ signInAs }) => {
  const page = await signInAs('viewer', { viewport: { width: 1600, height: 900 } });
  await preparePrint(page, '/workload');
  const label = page.locator('svg.recharts-surface text').first();
  await expect(label).toBeVisible();
  expect((await label.boundingBox())?.height).toBeGreaterThan(9);
});

test('a printout shows collapsed lists, absolute times, and when and by whom it was printed', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await preparePrint(page, '/diagnostics');
  await expect(page.getByText(/^CSM Routing · printed .* by Morgan Ellis$/)).toBeVisible();
  const closed = page.locator('main details:not([open])');
  await expect(closed.first().getByRole('listitem').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Refresh/ })).toBeHidden();
  const printed = page.locator('main time[data-printed]').first();
  expect(await printed.evaluate((time) => getComputedStyle(time, '::after').content)).toMatch(
    /\d{4}, \d+:\d\d/,
  );
});

test('a CSM’s page prints their whole book', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await page.getByRole('link', { name: 'Olivia Chen' }).first().click();
  const book = page.getByRole('region', { name: 'Book', exact: true });
  await expect(book.getByText(/^1–(\d+) of \1$/)).toBeVisible();
});
