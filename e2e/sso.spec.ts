import type { Page } from '@playwright/test';
import { findChromium } from '@/scripts/chromium';
import { test as base, expect } from './fixtures';
import { type Account, IdentityProvider } from './server/identity-provider';
import { expectAccessibleInAppearances } from './support/accessibility';
import { untilHydrated } from './support/interactions';
import { watchPage } from './support/page-errors';

const account = (name: string, groups: readonly string[] = []): Account => ({
  name,
  groups,
  email_verified: true,
  email: `${name.toLowerCase().replace(' ', '.')}@acme.example`,
});

const test = base.extend<
  { readonly open: (path?: string) => Promise<Page> },
  { readonly provider: IdentityProvider }
>({
  provider: [
    async ({ server }, use) => {
      const provider = await IdentityProvider.start(`${server.url}/api/auth/sso/callback`);
      await use(provider);
      await provider.stop();
    },
    { scope: 'worker' },
  ],
  /** Opens a page in a browser of its own, where nobody is signed in. */
  open: async ({ browser, server, problems }, use) => {
    const pages: Page[] = [];
    await use(async (path = '/sign-in') => {
      const context = await browser.newContext({ baseURL: server.url });
      // The provider's page asks for it.
      await context.route('https://fonts.googleapis.com/**', (route) => route.fulfill());
      const page = await context.newPage();
      pages.push(page);
      watchPage(page, problems.add);
      await page.goto(path);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

const chromium = findChromium();
test.use({
  launchOptions: {
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
    ...(chromium?.path && { executablePath: chromium.path }),
  },
});

const groups = {
  OIDC_SCOPES: 'openid email profile groups',
  OIDC_ROLE_CLAIM: 'groups',
  OIDC_ROLES: 'cs-admins=admin,cs-managers=manager',
};
const settings = (provider: IdentityProvider) => ({ ...provider.settings, ...groups });

test.beforeEach(async ({ server, provider }) => {
  provider.forged = null;
  provider.usesOtherKey = false;
  provider.accounts.clear();
  provider.accounts.set('mara', account('Mara Quinn', ['everyone', 'cs-managers']));
  provider.accounts.set('nora', account('Nora Stone', ['everyone']));
  await server.reset({ env: settings(provider) });
});

/** Signs in at the provider, after the app has sent the browser there. */
async function logIn(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

const alertOf = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text });
const personMenu = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}, `) });

/** Opens the menu of the person who is signed in. */
async function openPersonMenu(page: Page, name: string): Promise<void> {
  const button = personMenu(page, name);
  await untilHydrated(button);
  await button.click();
}

test('a first sign-in makes a member with the role of their group, and opens the page they wanted', async ({
  open,
  server,
  guide,
  provider,
}) => {
  const page = await open('/runs?page=2');
  await expect(page.getByRole('link', { name: 'Continue with Acme Login' })).toBeVisible();
  await expectAccessibleInAppearances(page);
  const start = page.waitForRequest('**/api/auth/sso?*');
  const callback = page.waitForRequest('**/api/auth/sso/callback?*');
  await logIn(page, 'mara');
  await expect(page).toHaveURL('/runs?page=2');
  await openPersonMenu(page, 'Mara Quinn');
  await expect(page.getByText('mara.quinn@acme.example')).toBeVisible();
  await expect(page.getByText('Role: manager')).toBeVisible();

  const setCookie = await (await (await start).response())?.headerValue('set-cookie');
  expect(setCookie).toMatch(
    /^csm-routing\.sso=[^;]+; Path=\/api\/auth\/sso; .*HttpOnly; SameSite=lax/,
  );
  const cookies = await page.context().cookies(`${server.url}/api/auth/sso/callback`);
  expect(cookies.filter(({ name }) => name.startsWith('csm-routing.sso'))).toEqual([]);
  const [[session], entries] = await guide(
    "SELECT method FROM CSM_ROUTING_SESSIONS WHERE email = 'mara.quinn@acme.example'",
    `SELECT action, actor FROM CSM_ROUTING_AUDIT
      WHERE subject = 'mara.quinn@acme.example' ORDER BY entry_number`,
  );
  expect(session).toEqual({ method: 'sso' });
  expect(entries).toEqual([
    { action: 'member.added', actor: 'single-sign-on' },
    { action: 'sign-in', actor: 'mara.quinn@acme.example' },
  ]);
  const code = new URL((await callback).url()).searchParams.get('code') ?? '';
  expect(code).not.toBe('');
  for (const secret of [code, provider.settings.OIDC_CLIENT_SECRET]) {
    expect(server.output).not.toContain(secret);
  }
});

test('a role that the groups no longer give is lost at the next sign-in, and the page says whom to ask', async ({
  open,
  provider,
  problems,
}) => {
  // Open pages report that their session has ended.
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  const page = await open();
  await logIn(page, 'mara');
  await expect(personMenu(page, 'Mara Quinn')).toBeVisible();
  provider.accounts.set('mara', account('Mara Quinn', ['cs-managers', 'cs-admins']));
  const second = await open();
  await logIn(second, 'mara');
  await openPersonMenu(second, 'Mara Quinn');
  await expect(second.getByText('Role: admin')).toBeVisible();
  await page.goto('/runs');
  await expect(page.getByText('Your role was changed.')).toBeVisible();

  provider.accounts.set('mara', account('Mara Quinn', ['everyone']));
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  const refusal = alertOf(page, 'Your account at Acme Login no longer has a group with access');
  await expect(refusal).toContainText('Ask Avery Stone for access.');
  await expectAccessibleInAppearances(page);
  await second.goto('/runs');
  await expect(second.getByText('no longer has a group with access')).toBeVisible();
});

test('someone without a role is told whom to ask, and nobody else reads the names', async ({
  open,
}) => {
  const page = await open();
  await logIn(page, 'nora');
  await expect(
    alertOf(page, 'You are signed in to Acme Login as nora.stone@acme.example'),
  ).toContainText('Ask Avery Stone for access.');
  const stranger = await open('/sign-in?sso=failed');
  await expect(alertOf(stranger, 'Sign-in failed. Try again.')).toBeVisible();
  await expect(stranger.getByText('Avery')).toHaveCount(0);
});

test('a session that an admin ends can be started again without typing anything', async ({
  open,
  guide,
  problems,
}) => {
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  const page = await open();
  await logIn(page, 'mara');
  await expect(page).toHaveURL('/queue');
  await guide(`UPDATE CSM_ROUTING_SESSIONS SET ended_at = CURRENT_TIMESTAMP(),
    ended_by = 'test', end_reason = 'ended_by_admin' WHERE method = 'sso'`);
  await page.goto('/runs');
  await expect(page.getByText('An admin ended your session.')).toBeVisible();
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  await expect(page).toHaveURL('/runs');

  await openPersonMenu(page, 'Mara Quinn');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('you are still signed in there')).toBeVisible();
});

for (const [what, forged] of [
  ['audience', { aud: 'another-app' }],
  ['nonce', { nonce: 'another-nonce' }],
  ['issuer', { iss: 'https://elsewhere.example' }],
  ['time', { exp: 1_000_000_000 }],
] as const) {
  test(`an ID token with a wrong ${what} signs nobody in`, async ({
    open,
    provider,
    server,
    guide,
  }) => {
    const page = await open();
    provider.forged = forged;
    const before = server.output.length;
    await logIn(page, 'mara');
    await expect(alertOf(page, 'The response from Acme Login could not be verified')).toBeVisible();
    const [claim = ''] = Object.keys(forged);
    expect(server.output.slice(before)).toContain(`\\"${claim}\\"`);
    expect(server.output.slice(before)).not.toContain('mara.quinn');
    const [members] = await guide("SELECT * FROM CSM_ROUTING_MEMBERS WHERE name = 'Mara Quinn'");
    expect(members).toEqual([]);
    await page.goto('/runs');
    await expect(page).toHaveURL(/\/sign-in/);
  });
}

test('an ID token with a wrong signature signs nobody in', async ({ open, provider }) => {
  const page = await open();
  provider.usesOtherKey = true;
  await logIn(page, 'mara');
  await expect(alertOf(page, 'The response from Acme Login could not be verified')).toBeVisible();
});

test('a code works once, and only in the browser that asked for it', async ({
  open,
  server,
  provider,
}) => {
  const page = await open();
  const held = provider.holdCallback();
  await logIn(page, 'mara');
  const callback = await held;
  const other = await open();
  await other.goto(callback);
  await expect(alertOf(other, 'was started in another tab')).toBeVisible();

  const cookies = await page.context().cookies(`${server.url}/api/auth/sso/callback`);
  await page.goto(callback);
  await expect(personMenu(page, 'Mara Quinn')).toBeVisible();
  await page.goto(callback);
  await expect(page).toHaveURL('/queue');

  // A browser that keeps the cookie, as an attacker's would, gets no second session for the code.
  const replayed = await open();
  await replayed.context().addCookies(cookies.filter(({ name }) => name === 'csm-routing.sso'));
  await replayed.goto(callback);
  await expect(alertOf(replayed, 'This sign-in was already used')).toBeVisible();
  expect(server.output).toContain('invalid_grant');
});

test('a provider that is down, before or during the sign-in, is named, and the next try works', async ({
  open,
  provider,
  server,
}) => {
  await server.restart({ env: settings(provider) });
  await provider.stop();
  const page = await open('/runs');
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  await expect(alertOf(page, 'Acme Login is not responding')).toBeVisible();
  await expectAccessibleInAppearances(page);
  await provider.restart();

  const held = provider.holdCallback();
  await logIn(page, 'mara');
  const callback = await held;
  await provider.stop();
  await page.goto(callback);
  await expect(alertOf(page, 'Acme Login is not responding')).toBeVisible();
  expect(server.output).toContain('ECONNREFUSED');
  await provider.restart();
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  await expect(page).toHaveURL('/runs');
});

test('someone who cancels at the provider returns to the sign-in page', async ({ open }) => {
  const page = await open('/runs');
  await page.getByRole('link', { name: 'Continue with Acme Login' }).click();
  await page.getByRole('link', { name: '[ Cancel ]' }).click();
  await expect(alertOf(page, 'Acme Login did not sign you in')).toBeVisible();
  await logIn(page, 'mara');
  await expect(page).toHaveURL('/runs');
});

test('with passwords off, nobody signs in with one, and an admin invites for single sign-on', async ({
  open,
  provider,
  server,
  guide,
}) => {
  await server.reset({ env: { ...settings(provider), PASSWORD_SIGN_IN: 'off' } });
  provider.accounts.set('alex', account('Alex Admin', ['cs-admins']));
  const page = await open();
  await expect(page.getByLabel('Password')).toHaveCount(0);
  await expectAccessibleInAppearances(page);
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const credentials = { email: 'admin@demo.example', password: 'admin-of-the-demo' };
  await page.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, json: 'true', ...credentials },
  });
  const [sessions] = await guide("SELECT * FROM CSM_ROUTING_SESSIONS WHERE method = 'password'");
  expect(sessions).toEqual([]);

  await logIn(page, 'alex');
  await expect(page).toHaveURL('/queue');
  await page.goto('/members');
  await page.getByRole('button', { name: 'Invite member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill('nora.stone@acme.example');
  await dialog.getByLabel('Name').fill('Nora Stone');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Nora Stone can sign in with Acme Login')).toBeVisible();
  await expect(dialog.getByLabel('Address to send to Nora Stone')).toHaveValue(
    `${server.url}/sign-in`,
  );
  await expectAccessibleInAppearances(page);

  const invited = await open();
  await logIn(invited, 'nora');
  await openPersonMenu(invited, 'Nora Stone');
  await expect(invited.getByText('Role: viewer')).toBeVisible();
  await page.goto('/members');
  await page.getByRole('button', { name: 'Manage Nora Stone' }).click();
  await expect(dialog.getByRole('heading', { name: 'Password' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Unlink the account' }).click();
  await expectAccessibleInAppearances(page);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Single sign-on' })).toBeFocused();
  await expect(dialog.getByText('can sign in with Acme Login as')).toBeVisible();
  await invited.goto('/runs');
  await expect(invited.getByText('An admin unlinked your company account.')).toBeVisible();
});

test('claims are also read from the userinfo endpoint', async ({ open, server }) => {
  const provider = await IdentityProvider.start(`${server.url}/api/auth/sso/callback`, 'userinfo');
  provider.accounts.set('mara', account('Mara Quinn', ['cs-managers']));
  await server.reset({ env: settings(provider) });
  const page = await open();
  await logIn(page, 'mara');
  await openPersonMenu(page, 'Mara Quinn');
  await expect(page.getByText('Role: manager')).toBeVisible();
  await provider.stop();
});

test('cookies are secure where the app has HTTPS', async ({ server, provider, request }) => {
  await server.reset({ env: { ...settings(provider), NEXTAUTH_URL: 'https://csm.acme.example' } });
  const response = await request.get('/api/auth/sso', { maxRedirects: 0 });
  const { location = '', 'set-cookie': cookie } = response.headers();
  expect(cookie).toMatch(/^__Secure-csm-routing\.sso=.*; Secure; HttpOnly; SameSite=lax/);
  const asked = Object.fromEntries(new URL(location).searchParams);
  expect(asked).toMatchObject({
    redirect_uri: 'https://csm.acme.example/api/auth/sso/callback',
    response_type: 'code',
    code_challenge_method: 'S256',
    state: expect.stringMatching(/.{40}/),
    nonce: expect.stringMatching(/.{40}/),
  });
});
