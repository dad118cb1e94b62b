import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';

/** Chooses the first option of a search box with the keyboard: Enter once it is the active one. */
export async function chooseFirstOption(page: Page, option: Locator): Promise<void> {
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
}

/**
 * Presses a two-key shortcut. Sends both keys at once, because on a busy machine they could otherwise
 * be seconds apart.
 */
export async function pressSequence(page: Page, first: string, second: string): Promise<void> {
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)]);
}

/** Holds a page's requests to these URLs until the returned function is called. */
export async function holdRequests(page: Page, urls: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(urls, async (route) => {
    await released;
    await route.fallback();
  });
  return async () => {
    release();
    await page.unroute(urls);
  };
}

/** The section of a page with this heading. */
export const chartRegion = (page: Page, question: string): Locator =>
  page.getByRole('region', { name: question }).first();

/** Presses Tab, or Shift+Tab, until an element has the focus. */
export async function tabTo(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < 200; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error('Tab does not reach this element.');
}

/** The text of a table's rows, including its header. */
export async function readTable(table: Locator): Promise<string[][]> {
  await table.locator('tbody tr').first().waitFor();
  return table.evaluate((element) =>
    [...(element as HTMLTableElement).rows].map(({ cells }) =>
      // biome-ignore lint/performance/useDomNodeTextContent: what a reader sees, line by line.
      [...cells].map((cell) => cell.innerText),
    ),
  );
}

/** The rows of a chart's table, after switching to it if needed. */
export async function readChartTable(page: Page, question: string): Promise<string[][]> {
  const table = page.getByRole('table', { name: question });
  const toTable = chartRegion(page, question).getByRole('button', { name: 'Table' });
  await toTable.or(table).first().waitFor();
  if (await toTable.isVisible()) await toTable.click();
  return readTable(table);
}

/** Downloads a chart's CSV: the file's name, its first lines, and its table with the header. */
export async function downloadChartCsv(
  page: Page,
  question: string,
): Promise<{
  readonly fileName: string;
  readonly description: string[];
  readonly table: string[][];
}> {
  const started = page.waitForEvent('download');
  await chartRegion(page, question).getByRole('button', { name: /^CSV/ }).click();
  const download = await started;
  const text = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '');
  const [description = '', table = ''] = text.split('\r\n\r\n');
  return {
    fileName: download.suggestedFilename(),
    description: description.split('\r\n'),
    table: parse(table) as string[][],
  };
}

/** Waits until an element is hydrated. React hydrates streamed content after the rest of the page. */
export async function untilHydrated(element: Locator): Promise<void> {
  await expect
    .poll(() =>
      element.evaluate((node) => Object.keys(node).some((key) => key.startsWith('__reactProps$'))),
    )
    .toBe(true);
}
