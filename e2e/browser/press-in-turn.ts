import type { Page } from '@playwright/test';

/**
 * Presses one key right after the other, as a shortcut of two wants it. They are handed to the
 * browser together: awaited one by one, they may be seconds apart on a machine that is busy.
 */
export async function pressInTurn(page: Page, first: string, second: string): Promise<void> {
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)]);
}
