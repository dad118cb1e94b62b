import { type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { collectProblems, watchPage } from '../browser/watch-page';
import { signInByForm } from '../fixtures';
import { Installation } from './installation';

interface WorkerFixtures {
  readonly installation: Installation;
  /** The cookies of the manager, who has signed in by the form. */
  readonly signedIn: Exclude<BrowserContextOptions['storageState'], undefined>;
}

interface TestFixtures {
  /** A page of the manager's; errors in it fail the test. */
  readonly managersPage: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it.
    async ({}, use) => {
      const snowflake = process.env.FAKESNOW_URL;
      if (!snowflake) throw new Error('FAKESNOW_URL must name a server of Snowflake’s protocol.');
      const installation = await Installation.make(snowflake);
      await use(installation);
      await installation.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  signedIn: [
    async ({ browser, installation }, use) => {
      const page = await browser.newPage({ baseURL: installation.url });
      watchPage(page, () => {});
      await signInByForm(page, 'manager');
      const cookies = await page.context().storageState();
      await page.close();
      await use(cookies);
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ installation }, use) => use(installation.url),
  storageState: async ({ signedIn }, use) => use(signedIn),

  managersPage: async ({ page, installation }, use, info) => {
    const problems = collectProblems();
    const before = installation.output.length;
    watchPage(page, problems.add);
    await use(page);
    if (info.status !== info.expectedStatus) {
      await info.attach('server', { body: installation.output.slice(before) });
    }
    base.expect(problems.unexpected, 'errors in the browser').toEqual([]);
  },
});
