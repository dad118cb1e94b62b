import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { runScript } from './server/process';
import type { AppServer } from './server/server';
import { expectAccessibleInAppearances } from './support/accessibility';
import { openMember, setPassword } from './support/members-page';
import { watchPage } from './support/page-errors';
import { QueuePageObject } from './support/queue-page';

// A member of their own, so that the sessions of other tests stay.
const member = { email: 'tess@demo.example', name: 'Tess Two', password: 'manager-of-the-demo' };

test.beforeEach(async ({ server, guide, problems }) => {
  await server.reset();
  ({ url } = server);
  // A reset keeps sessions.
  await guide(`DELETE FROM CSM_ROUTING_SESSIONS WHERE email = '${member.email}'`);
  await guide(`INSERT INTO CSM_ROUTING_MEMBERS (email, name, role, password_hash, created_at)
SELECT '${member.email}', '${member.name}', role, password_hash, created_at
FROM CSM_ROUTING_MEMBERS WHERE email = 'manager@demo.example'`);
  // Pages whose session ended are refused what they read next.
  problems.expect(/401 \(Unauthorized\)/);
});

const contexts: BrowserContext[] = [];
let url: string;
test.afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** Opens another browser, with these cookies. */
async function openBrowser(browser: Browser, cookies: Cookies = []): Promise<Page> {
  const context = await browser.newContext({ baseURL: url });
  contexts.push(context);
  await context.addCookies(cookies);
  const page = await context.newPage();
  watchPage(page, () => {});
  return page;
}
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** Signs the member in with another browser, which shows their runs. */
async function signIn(browser: Browser): Promise<Page> {
  const page = await openBrowser(browser);
  await page.goto('/sign-in?callbackUrl=/runs');
  await page.getByLabel('Email').fill(member.email);
  await page.getByLabel('Password').fill(member.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('/runs');
  return page;
}

/** A request of the test itself has no `Origin`. */
const headers = { 'sec-fetch-site': 'same-origin' };
const personMenu = (page: Page) =>
  page.getByRole('button', { name: new RegExp(`^${member.name}`) });
const statusOf = (page: Page) => new QueuePageObject(page).outboxStatus;
const setSessions = (change: string) =>
  `UPDATE CSM_ROUTING_SESSIONS SET ${change} WHERE email = '${member.email}'`;
const lastSeen = `SELECT last_seen_at FROM CSM_ROUTING_SESSIONS WHERE email = '${member.email}'`;

/** Presses a key until that is recorded: the page listens only once its code has arrived. */
async function expectActivityRecorded(page: Page, guide: AppServer['sql']): Promise<void> {
  const before = await guide(`${lastSeen} ORDER BY last_seen_at`);
  await expect(async () => {
    await page.keyboard.press('Shift');
    expect(await guide(`${lastSeen} ORDER BY last_seen_at`)).not.toEqual(before);
  }).toPass();
}

/** Checks that an open page says so, and that neither it nor another browser gets anything more. */
async function expectEnded(page: Page, browser: Browser, reason: string): Promise<void> {
  // Its stream ends at once, so that the page learns it without a click.
  await expect(statusOf(page)).toContainText('You are signed out');
  const cookies = await page.context().cookies();
  await page.goto('/runs');
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole('status').filter({ hasText: reason })).toBeVisible();

  const { request } = await openBrowser(browser, cookies);
  const refused = await request.get('/api/queue');
  expect(refused.status()).toBe(401);
  expect((await refused.json()).error.message).toContain(reason);
  expect((await request.post('/api/decisions', { headers, data: {} })).status()).toBe(401);
  const renewed = await request.get('/api/auth/session');
  expect(await renewed.json()).toEqual({});
  expect(renewed.headers()['set-cookie'] ?? '').not.toMatch(/session-token=[^;]/);
}

test('signing out in one browser ends a copy of its cookie in another', async ({ browser }) => {
  const page = await signIn(browser);
  const copy = await openBrowser(browser, await page.context().cookies());
  await copy.goto('/runs');
  await expect(personMenu(copy)).toBeVisible();
  await personMenu(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await expectEnded(copy, browser, 'This session was signed out.');
});

test('signing out through next-auth ends the session, too', async ({ browser }) => {
  const page = await signIn(browser);
  const copy = await openBrowser(browser, await page.context().cookies());
  await copy.goto('/runs');
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  await page.request.post('/api/auth/signout', {
    headers,
    form: { csrfToken, json: 'true' },
  });
  await expectEnded(copy, browser, 'This session was signed out.');
});

test('a person sees where they are signed in, and ends one session or all', async ({ browser }) => {
  const [laptop, phone, office] = [
    await signIn(browser),
    await signIn(browser),
    await signIn(browser),
  ];
  await personMenu(laptop).click();
  await laptop.getByRole('link', { name: 'Your sessions' }).click();
  await expect(laptop).toHaveURL('/sessions');
  await laptop.locator('html[data-hydrated~="page"]').waitFor({ state: 'attached' });
  const rows = laptop.getByRole('table', { name: 'Your sessions' }).locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('This browser');
  await expect(rows.first()).toContainText(/Chrome/);
  await expectAccessibleInAppearances(laptop);
  await laptop.setViewportSize({ width: 360, height: 740 });
  await expect(rows.nth(1).getByRole('button', { name: /^End/ })).toBeInViewport({ ratio: 1 });
  await laptop.setViewportSize({ width: 1280, height: 720 });

  await rows.nth(1).getByRole('button', { name: /^End/ }).click();
  await expect(rows).toHaveCount(2);
  // The one seen last comes first.
  await expectEnded(office, browser, 'You ended this session from another browser.');
  await phone.goto('/runs');
  await expect(phone).toHaveURL('/runs');

  await laptop.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(laptop.getByText('You are signed out.')).toBeVisible();
  await expectEnded(phone, browser, 'You ended this session from another browser.');
});

test('signing in again ends the session that the browser had before', async ({ browser }) => {
  const page = await signIn(browser);
  const copy = await openBrowser(browser, await page.context().cookies());
  await copy.goto('/runs');
  const other = await signIn(browser);
  // As when the sign-in page was open in another tab.
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const form = { csrfToken, json: 'true', email: member.email, password: member.password };
  await page.request.post('/api/auth/callback/credentials', { headers, form });
  await expectEnded(copy, browser, 'This browser signed in again.');
  for (const still of [page, other]) {
    await still.goto('/runs');
    await expect(still).toHaveURL('/runs');
  }
});

/** How an admin or the member ends every session of the member, and what their browsers say. */
const endings: readonly {
  readonly when: string;
  readonly says: string;
  readonly end: (admin: Page, browser: Browser, server: AppServer) => Promise<void>;
}[] = [
  {
    when: 'an admin ends them on the Members page',
    says: 'An admin ended your session.',
    async end(admin) {
      const dialog = await openMember(admin, member.name);
      await dialog.getByRole('button', { name: 'End all sessions' }).click();
      await expect(dialog.getByText('None.')).toBeVisible();
    },
  },
  {
    when: 'an admin changes the role on the Members page',
    says: 'Your role was changed.',
    async end(admin) {
      const dialog = await openMember(admin, member.name);
      await dialog.getByLabel('Role', { exact: true }).selectOption('Viewer');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(membersRow(admin)).toContainText('Viewer');
    },
  },
  {
    when: 'the member sets a new password with a link from an admin',
    says: 'Your password was changed.',
    async end(admin, browser) {
      const dialog = await openMember(admin, member.name);
      await dialog.getByRole('button', { name: 'Make a link' }).click();
      const link = dialog.getByLabel(`Link for ${member.name}`);
      await expect(link).toHaveValue(/#/);
      const third = await openBrowser(browser);
      await third.goto(await link.inputValue());
      await setPassword(third, 'another password');
      await expect(third.getByText('Your password is set.')).toBeVisible();
    },
  },
  {
    when: 'an admin disables the member on the Members page',
    says: 'Your access was disabled.',
    async end(admin) {
      const dialog = await openMember(admin, member.name);
      await dialog.getByRole('button', { name: 'Disable access' }).click();
      await admin.keyboard.press('Enter');
      await expect(membersRow(admin)).toContainText('Disabled');
    },
  },
  {
    when: 'npm run member disables the member',
    says: 'Your access was disabled.',
    async end(_, __, server) {
      const args = ['--disable', member.email];
      expect(await runScript('cli/member.ts', args, server.path)).toMatchObject({ code: 0 });
    },
  },
];

const membersRow = (page: Page) =>
  page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: member.name });

for (const { when, says, end } of endings) {
  test(`both browsers of a member are signed out and say why when ${when}`, async ({
    browser,
    server,
    signInAs,
  }) => {
    const [one, two] = [await signIn(browser), await signIn(browser)];
    const admin = await signInAs('admin');
    await end(admin, browser, server);
    await expectEnded(one, browser, says);
    await expectEnded(two, browser, says);
    // The admin's own session stays.
    await admin.goto('/members');
    await expect(admin).toHaveURL('/members');
  });
}

test('a session ends after 12 hours, and asking for it never extends it', async ({
  browser,
  guide,
}) => {
  const [page, other] = [await signIn(browser), await signIn(browser)];
  const expiry = async () =>
    (await page.context().cookies()).find(({ name }) => name.includes('session-token'))?.expires;
  const atSignIn = (await expiry()) ?? 0;
  expect(atSignIn - Date.now() / 1_000).toBeGreaterThan(11.9 * 3_600);
  expect(atSignIn - Date.now() / 1_000).toBeLessThanOrEqual(12 * 3_600);
  const asked = await page.request.get('/api/auth/session');
  expect((await asked.json()).user.email).toBe(member.email);
  expect(asked.headers()['set-cookie']).toMatch(/session-token=[^;]/);
  expect(await expiry()).toBeLessThanOrEqual(atSignIn);

  // As if both had signed in 12 hours ago.
  await guide(
    setSessions("created_at = created_at - INTERVAL '12' HOUR, expires_at = CURRENT_TIMESTAMP()"),
  );
  await expectEnded(page, browser, 'A session lasts 12 hours.');
  await expectEnded(other, browser, 'A session lasts 12 hours.');
});

test('a session ends after 2 hours without activity, in the browser that was idle', async ({
  browser,
  guide,
}) => {
  const [idle, active] = [await signIn(browser), await signIn(browser)];
  await guide(setSessions("last_seen_at = last_seen_at - INTERVAL '119' MINUTE"));
  await expectActivityRecorded(active, guide);
  await guide(setSessions("last_seen_at = last_seen_at - INTERVAL '2' MINUTE"));
  await expectEnded(idle, browser, 'You were inactive for 2 hours.');
  await active.goto('/runs');
  await expect(active).toHaveURL('/runs');
});

test('an open page that only refreshes by itself does not keep its session', async ({
  browser,
  guide,
}) => {
  const page = await signIn(browser);
  await guide(setSessions("last_seen_at = last_seen_at - INTERVAL '1' HOUR"));
  const [[before]] = await guide(lastSeen);
  const refreshed = page.waitForResponse('**/api/queue/pending-count');
  // A colleague decides, so that the page reads again.
  await guide(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
SET was_assigned = TRUE, actual_assigned_csm = recommended_csm WHERE account_id = 'STALE-1'`);
  await refreshed;
  expect(await guide(lastSeen)).toEqual([[before]]);
  await expectActivityRecorded(page, guide);
});
