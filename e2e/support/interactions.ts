import { expect, type Locator, type Page } from '@playwright/test';

/** Chooses by keyboard what a search box over a list found: Enter once the option is in focus. */
export async function chooseOption(page: Page, option: Locator): Promise<void> {
  await expect(option).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const id = await option.getAttribute('id');
  await expect(page.locator(':focus')).toHaveAttribute('aria-activedescendant', id ?? '');
  await page.keyboard.press('Enter');
}

/**
 * Presses one key right after the other, as a shortcut of two wants it. They are handed to the
 * browser together: awaited one by one, they may be seconds apart on a machine that is busy.
 */
export async function pressSequence(page: Page, first: string, second: string): Promise<void> {
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)]);
}

/** The part of a page under a question. */
export const chartRegion = (page: Page, question: string): Locator =>
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
export async function readTable(table: Locator): Promise<string[][]> {
  await table.locator('tbody tr').first().waitFor();
  return table.evaluate((element) =>
    [...(element as HTMLTableElement).rows].map(({ cells }) =>
      // biome-ignore lint/performance/useDomNodeTextContent: what a reader sees, line by line.
      [...cells].map((cell) => cell.innerText),
    ),
  );
}

/** The rows of a figure's table, which it is switched to where it is drawn. */
export async function readChartTable(page: Page, question: string): Promise<string[][]> {
  const table = page.getByRole('table', { name: question });
  const toTable = chartRegion(page, question).getByRole('button', { name: 'Table' });
  await toTable.or(table).first().waitFor();
  if (await toTable.isVisible()) await toTable.click();
  return readTable(table);
}
