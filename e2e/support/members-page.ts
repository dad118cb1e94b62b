import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a member's dialog on the Members page. */
export async function openMember(page: Page, name: string): Promise<Locator> {
  await page.goto('/members');
  await page.getByRole('button', { name: `Manage ${name}` }).click();
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  return dialog;
}

/** Fills in the form that a password link opens, and submits it. */
export async function setPassword(
  page: Page,
  password: string,
  repeated = password,
): Promise<void> {
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Repeat the password').fill(repeated);
  await page.keyboard.press('Enter');
}
