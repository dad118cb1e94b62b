import { type ConsoleMessage, expect, type Page } from '@playwright/test';

/** Errors in the browser, except those that a test expects. */
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
 * Hands a page's errors to `add`, and makes its loads wait until the page is hydrated and shows
 * its streamed content, because an earlier click is lost and an earlier read sees a skeleton.
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

async function whenHydrated<Answer>(page: Page, answer: Answer): Promise<Answer> {
  const isPage = await page.evaluate(() => document.contentType === 'text/html');
  if (isPage && page.url() !== 'about:blank') {
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    // React shows streamed content some time after the load event; until then a skeleton is there.
    await expect(page.locator('template[id^="B:"]')).toHaveCount(0);
  }
  return answer;
}

function formatMessage(page: Page, message: ConsoleMessage): string {
  return `${page.url()}: ${message.text()} (${message.location().url})`;
}
