import { demoMembers } from '@/demo/people';
import { expect, signInByForm, test } from './fixtures';

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

test('after five wrong passwords, the sixth attempt must wait', async ({ page }) => {
  const attempt = async (password: string) => {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('persistent@demo.example');
  for (let time = 1; time <= 5; time += 1) {
    await attempt(`guess ${time}`);
    await expect(page.getByRole('alert').filter({ hasText: wrong })).toBeVisible();
    // The previous message looks the same, but each response clears the field.
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
  await attempt('guess 6');
  const alert = page.getByRole('alert').filter({ hasText: 'Too many sign-in attempts.' });
  await expect(alert).toContainText('Try again in 15 minutes');
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
