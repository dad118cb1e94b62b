import {
  type APIRequestContext,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from '@playwright/test';
import { timeZoneCookie } from '@/components/ui/preference-cookies';
import { demoMembers } from '@/demo/people';
import type { Role } from '@/lib/server/auth/person';
import type { Company } from './server/companies';
import { AppServer } from './server/server';
import { collectPageErrors, type PageErrors, watchPage } from './support/page-errors';

export { expect } from '@playwright/test';

type StorageState = NonNullable<BrowserContextOptions['storageState']>;

interface WorkerFixtures {
  /** The company that the worker's server starts with. */
  readonly company: Company;
  /** A production server with its own warehouse. */
  readonly server: AppServer;
  /** Each role's cookies, after its first sign-in through the form. */
  readonly sessions: Map<Role, StorageState>;
}

interface TestFixtures {
  /** Errors in any of the test's pages. Unexpected ones fail the test. */
  readonly problems: PageErrors & { add(text: string): void };
  /** Opens a page in its own browser context, signed in as one of the three people. */
  readonly signInAs: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
  /** Returns the rows of each statement, such as the guide's queries. */
  readonly guide: AppServer['sql'];
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  company: ['small', { scope: 'worker', option: true }],

  server: [
    async ({ company }, use, { parallelIndex }) => {
      const server = await AppServer.start(company, parallelIndex);
      await use(server);
      await server.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright requires a destructuring pattern.
  sessions: [async ({}, use) => use(new Map()), { scope: 'worker' }],

  baseURL: async ({ server }, use) => use(server.url),

  problems: [
    async ({ browser, server }, use, info) => {
      const problems = collectPageErrors();
      server.leave = async () => {
        const pages = browser.contexts().flatMap((context) => context.pages());
        await Promise.all(pages.map((page) => page.goto('about:blank')));
      };
      const before = server.output.length;
      await use(problems);
      if (info.status !== info.expectedStatus) {
        await info.attach('server', { body: server.output.slice(before) });
      }
      base.expect(problems.unexpected, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],

  page: async ({ page, problems, server }, use) => {
    sendOrigin(page.request, server.url);
    watchPage(page, problems.add);
    await use(page);
  },

  signInAs: async ({ browser, server, sessions, problems }, use, info) => {
    const pages: Page[] = [];
    await use(async (role, options = {}) => {
      const known = sessions.get(role);
      const context = await browser.newContext({
        baseURL: server.url,
        ...(known && { storageState: known }),
        ...options,
      });
      // As on a later visit: the page would otherwise render again in the browser's time zone.
      const zone = options.timezoneId ?? info.project.use.timezoneId ?? 'UTC';
      await context.addCookies([
        { name: timeZoneCookie, value: encodeURIComponent(zone), url: server.url },
      ]);
      const page = await context.newPage();
      sendOrigin(page.request, server.url);
      pages.push(page);
      watchPage(page, problems.add);
      // An earlier test may have ended the session.
      if (!known || (await hasEnded(context))) {
        await signInByForm(page, role);
        sessions.set(role, await context.storageState());
        await page.goto('about:blank');
      }
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },

  guide: async ({ server }, use) => use((...statements) => server.sql(...statements)),
});

/** Sends a page's own origin with the requests of a test, as the browser does with those of the page. */
function sendOrigin(request: APIRequestContext, origin: string): void {
  const fetch = request.fetch.bind(request);
  request.fetch = (url, options = {}) =>
    fetch(url, { ...options, headers: { origin, ...options.headers } });
}

/** Whether the session of a browser's cookies has ended. */
async function hasEnded(context: BrowserContext): Promise<boolean> {
  const session = await context.request.get('/api/auth/session');
  return !('user' in (await session.json()));
}

/** Signs in as one of the three people through the form. */
export async function signInByForm(page: Page, role: Role): Promise<void> {
  await page.goto('/sign-in');
  await fillSignInForm(page, role);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Fills in the sign-in form that a page shows, and submits it. */
export async function fillSignInForm(page: Page, role: Role): Promise<void> {
  const member = demoMembers.find((one) => one.role === role);
  if (!member) throw new Error(`Nobody is a ${role}.`);
  await page.getByLabel('Email').fill(member.email);
  await page.getByLabel('Password').fill(member.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
