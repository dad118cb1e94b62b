import { expect } from './fixtures';
import { expectAccessibleInAppearances } from './support/accessibility';
import { alertOf, logIn, personMenu, settings, test } from './support/sso';

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
