import { expect, type Locator, type Page } from '@playwright/test';

/** Chooses by keyboard what a search box over a list found: Enter once the option is in focus. */
export async function chooseOption(page: Page, option: Locator): Promise<void> {
  await expect(option).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const id = await option.getAttribute('id');
  await expect(page.locator(':focus')).toHaveAttribute('aria-activedescendant', id ?? '');
  await page.keyboard.press('Enter');
}
