import type { Locator, Page } from '@playwright/test';

/** The part of a page under a question. */
export const figure = (page: Page, question: string): Locator =>
  page.getByRole('region', { name: question }).first();

/** Goes on by the tabulator, or back, until something has the focus. */
export async function tabTo(
  page: Page,
  wanted: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  await wanted.waitFor();
  for (let steps = 0; steps < 200; steps++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error('The tabulator does not lead there.');
}

/** What stands in a table's rows at one moment, its head among them. */
export async function rowsOf(table: Locator): Promise<string[][]> {
  await table.locator('tbody tr').first().waitFor();
  return table.evaluate((element) =>
    [...(element as HTMLTableElement).rows].map(({ cells }) =>
      // biome-ignore lint/performance/useDomNodeTextContent: what a reader sees, line by line.
      [...cells].map((cell) => cell.innerText),
    ),
  );
}

/** The rows of a figure's table, which it is switched to where it is drawn. */
export async function tableOf(page: Page, question: string): Promise<string[][]> {
  const table = page.getByRole('table', { name: question });
  const toTable = figure(page, question).getByRole('button', { name: 'Table' });
  await toTable.or(table).first().waitFor();
  if (await toTable.isVisible()) await toTable.click();
  return rowsOf(table);
}
