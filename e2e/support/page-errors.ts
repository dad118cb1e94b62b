import { type ConsoleMessage, expect, type Page } from '@playwright/test';

/** Browser errors, except those that a test expects. */
export interface PageErrors {
  /** Expects messages that match. */
  expect(pattern: RegExp): void;
  readonly unexpected: readonly string[];
}

/** Collects the errors of pages. */
export function collectPageErrors(): PageErrors & { add(text: string): void } {
  const texts: string[] = [];
  const expected: RegExp[] = [];
  return {
    add: (text) => texts.push(text),
    expect: (pattern) => expected.push(pattern),
    get unexpected() {
      return texts.filter((text) => !expected.some((pattern) => pattern.test(text)));
    },
  };
}

/**
 * Reports a page's errors to `add`, and makes `goto` and `reload` wait until the page is hydrated and
 * shows its streamed content: earlier clicks would be lost, and earlier reads would see a skeleton.
 */
export function watchPage(page: Page, add: (text: string) => void): void {
  page.on('pageerror', (error) => add(`${page.url()}: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') add(formatMessage(page, message));
  });
  const { goto, reload } = page;
  page.goto = async (...args) => whenHydrated(page, await goto.apply(page, args));
  page.reload = async (...args) => whenHydrated(page, await reload.apply(page, args));
}

async function whenHydrated<Result>(page: Page, result: Result): Promise<Result> {
  const isPage = await page.evaluate(() => document.contentType === 'text/html');
  if (isPage && page.url() !== 'about:blank') {
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    // React shows streamed content after the load event and a skeleton before.
    await expect(page.locator('template[id^="B:"]')).toHaveCount(0);
  }
  return result;
}

function formatMessage(page: Page, message: ConsoleMessage): string {
  return `${page.url()}: ${message.text()} (${message.location().url})`;
}
