import { expect } from './fixtures';
import { IdentityProvider } from './server/identity-provider';
import { expectAccessibleInAppearances } from './support/accessibility';
import { account, alertOf, logIn, openPersonMenu, personMenu, settings, test } from './support/sso';

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
