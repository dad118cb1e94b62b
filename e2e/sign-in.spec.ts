import { demoMembers } from '@/demo/people';
import { expect, fillSignInForm, signInByForm, test } from './fixtures';

// An earlier file on the same server may have changed its company.
test.beforeAll(({ server }) => server.reset());

const wrong = 'The email address or the password is wrong.';

for (const { role, name, email } of demoMembers) {
  test(`the ${role} signs in, reaches the queue, and sees their name and role`, async ({
    page,
  }) => {
    await signInByForm(page, role);
    await expect(page).toHaveURL('/queue');
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await expect(page.getByText(email)).toBeVisible();
    await expect(page.getByText(`Role: ${role}`)).toBeVisible();
  });
}

test('a wrong password and an unknown email get the same message', async ({ page }) => {
  for (const email of ['manager@demo.example', 'nobody@demo.example']) {
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: wrong })).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await expect(page).toHaveURL('/sign-in');
  }
});

test('after 20 failures, its network address must wait, but not a browser where the member has signed in', async ({
  page,
  browser,
  server,
  problems,
}) => {
  // Earlier tests failed to sign in from the same address.
  await server.reset();
  // The queue may be reading while the person signs out.
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  await signInByForm(page, 'manager');
  await page.getByRole('button', { name: /^Morgan Ellis/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();

  const stranger = await browser.newContext({ baseURL: server.url });
  const other = await stranger.newPage();
  // What a client says about its address does not count.
  const spoofed = { 'x-forwarded-for': '203.0.113.7' };
  await other.setExtraHTTPHeaders(spoofed);
  const attempt = async (email: string) => {
    await other.goto('/sign-in');
    await other.getByLabel('Email').fill(email);
    await other.getByLabel('Password').fill('not the password');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  for (let time = 1; time <= 20; time += 1) {
    spoofed['x-forwarded-for'] = `203.0.113.${time}`;
    await other.setExtraHTTPHeaders(spoofed);
    await attempt(`person${time}@demo.example`);
    await expect(other.getByRole('alert').filter({ hasText: wrong })).toBeVisible();
  }
  await attempt('manager@demo.example');
  const alert = other.getByRole('alert').filter({ hasText: 'Too many sign-in attempts.' });
  await expect(alert).toContainText('Try again in 15 minutes');
  await stranger.close();

  await fillSignInForm(page, 'manager');
  await expect(page).toHaveURL('/queue');
  await server.reset();
});

test('signing in continues to the link that was opened while signed out', async ({ page }) => {
  await page.goto('/runs?page=2');
  await expect(page).toHaveURL(`/sign-in?callbackUrl=${encodeURIComponent('/runs?page=2')}`);
  await page.getByLabel('Email').fill('viewer@demo.example');
  await page.getByLabel('Password').fill('viewer-of-the-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/runs?page=2');
});

test('signing in never redirects to another site', async ({ page }) => {
  await page.goto('/sign-in?callbackUrl=https://elsewhere.example/queue');
  await page.getByLabel('Email').fill('viewer@demo.example');
  await page.getByLabel('Password').fill('viewer-of-the-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/queue');
});

test('signing out ends the session and blocks earlier pages', async ({ page, problems }) => {
  // The queue may be reading while the person signs out.
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  await signInByForm(page, 'manager');
  await page.getByRole('button', { name: /^Morgan Ellis/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto('/queue');
  await expect(page).toHaveURL('/sign-in');
});

test('a session survives a server restart', async ({ server, signInAs }) => {
  const page = await signInAs('admin');
  await server.restart();
  await page.goto('/queue');
  await expect(page).toHaveURL('/queue');
});

test('removing a member ends their session at once', async ({ page, guide, problems, server }) => {
  // The queue may be reading while the member is removed.
  problems.expect(/401 \(Unauthorized\).*\/api\//);
  await signInByForm(page, 'viewer');
  await guide("DELETE FROM CSM_ROUTING_MEMBERS WHERE role = 'viewer'");
  await page.goto('/queue');
  await expect(page).toHaveURL('/sign-in');
  await server.reset();
});
