import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

interface Appearance {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

/** A desktop in light mode and a phone in dark mode. */
const twoAppearances: readonly Appearance[] = [
  { colorScheme: 'light', viewport: desktop },
  { colorScheme: 'dark', viewport: phone },
];

/** Both themes on a desktop and on a phone, for the pages where people work. */
export const allAppearances: readonly Appearance[] = [
  { colorScheme: 'light', viewport: desktop },
  { colorScheme: 'dark', viewport: desktop },
  { colorScheme: 'dark', viewport: phone },
  { colorScheme: 'light', viewport: phone },
];

const tablet = { width: 768, height: 1024 };
const laptop = { width: 1440, height: 900 };

/** Both themes on a phone, a tablet, and a laptop, for the queue. */
export const queueAppearances: readonly Appearance[] = [phone, tablet, laptop].flatMap(
  (viewport) => [
    { colorScheme: 'light', viewport },
    { colorScheme: 'dark', viewport },
  ],
);

/** Both themes on a phone, small and common. */
export const phoneAppearances: readonly Appearance[] = [
  { colorScheme: 'light', viewport: phone },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
];

/**
 * Checks a page in several appearances without loading it again, then restores the viewport and
 * the light theme.
 */
export async function expectAccessibleInAppearances(
  page: Page,
  appearances: readonly Appearance[] = twoAppearances,
): Promise<void> {
  const original = page.viewportSize();
  for (const { colorScheme, viewport } of appearances) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await expectAccessible(page, `${colorScheme} at ${viewport.width} px`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (original) await page.setViewportSize(original);
}

/** Expects no axe violation and no horizontal scrolling. */
export async function expectAccessible(page: Page, appearance = 'the page'): Promise<void> {
  await finishAnimations(page);
  expect.soft(await axeViolations(page), appearance).toEqual([]);
  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.soft.poll(overflow, { message: `${appearance}: pixels to scroll` }).toBe(0);
}

/** Jumps to the end of animations: axe would measure colors that are still changing. */
async function finishAnimations(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
    }
  });
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The axe rules that the page violates now: one line per rule, with the elements. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const lines: string[] = [];
  for (const { id, help, nodes } of violations) {
    const found: string[] = [];
    for (const { html, failureSummary, target } of nodes) {
      const isCovered = id === 'target-size' && !(await isSmallInView(page, String(target[0])));
      if (!isCovered) found.push(`  ${html}\n  ${failureSummary}`);
    }
    if (found.length > 0) lines.push(`${id}: ${help}\n${found.join('\n')}`);
  }
  return lines;
}

/** Whether a target is too small where no bar of the page covers its edge, as one may until it is scrolled. */
async function isSmallInView(page: Page, selector: string): Promise<boolean> {
  await page
    .locator(selector)
    .first()
    .evaluate((element) => {
      element.scrollIntoView({ block: 'center' });
    });
  const { violations } = await new AxeBuilder({ page })
    .include(selector)
    .withRules(['target-size'])
    .analyze();
  return violations.length > 0;
}
