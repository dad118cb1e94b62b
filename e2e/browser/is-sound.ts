import { expect, type Page } from '@playwright/test';
import { axe } from './axe';

/** The ways a page is looked at: a desk in the light, and a phone in the dark. */
export const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark at 360 px', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

/** No fault that axe knows, and nothing to scroll sideways for. */
export async function isSound(page: Page): Promise<void> {
  expect.soft(await axe(page)).toEqual([]);
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(beyond, 'pixels to scroll sideways').toBe(0);
}
