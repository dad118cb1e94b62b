import { demoMembers } from '@/demo/people';
import { expect, signInByForm, test } from './fixtures';

// Whatever file was before on the same server may have left its company changed.
test.beforeAll(({ server }) => server.reset());

const wrong = 'The email address or the password is wrong.';

for (const { role, name, email } of demoMembers) {
  test(`the ${role} signs in, is named at the top and reaches the queue`, async ({ page }) => {
    await signInByForm(page, role);
    await expect(page).toHaveURL('/queue');
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await expect(page.getByText(email)).toBeVisible();
    await expect(page.getByText(`Role: ${role}`)).toBeVisible();
  });
}

test('a wrong password and an unknown address are refused with the same words', async ({
  page,
}) => {
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

test('after five wrong passwords the sixth try is told to wait', async ({ page }) => {
  const attempt = async (password: string) => {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('persistent@demo.example');
  for (let time = 1; time <= 5; time += 1) {
    await attempt(`guess ${time}`);
    await expect(page.getByRole('alert').filter({ hasText: wrong })).toBeVisible();
    // Words of the attempt before look the same; the answer empties the field.
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
  await attempt('guess 6');
  const alert = page.getByRole('alert').filter({ hasText: 'Too many attempts to sign in.' });
  await expect(alert).toContainText('Try again in 15 minutes');
});

test('a link opened while signed out leads there once one has signed in', async ({ page }) => {
  await page.goto('/runs?page=2');
  await expect(page).toHaveURL(`/sign-in?callbackUrl=${encodeURIComponent('/runs?page=2')}`);
  await page.getByLabel('Email').fill('viewer@demo.example');
  await page.getByLabel('Password').fill('viewer-of-the-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/runs?page=2');
});

test('no link leads to another site after signing in', async ({ page }) => {
  await page.goto('/sign-in?callbackUrl=https://elsewhere.example/queue');
  await page.getByLabel('Email').fill('viewer@demo.example');
  await page.getByLabel('Password').fill('viewer-of-the-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/queue');
});

test('who signs out is signed out, and the page before is closed to them', async ({
  page,
  problems,
}) => {
  // The queue may be reading the next record ahead while its reader leaves.
  problems.expect(/401 \(Unauthorized\).*\/api\/recommendations\//);
  await signInByForm(page, 'manager');
  await page.getByRole('button', { name: /^Morgan Ellis/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto('/queue');
  await expect(page).toHaveURL('/sign-in');
});

test('a session outlives a restart of the server', async ({ server, signInAs }) => {
  const page = await signInAs('admin');
  await server.restart();
  await page.goto('/queue');
  await expect(page).toHaveURL('/queue');
});

test('somebody removed from the members is out at once', async ({ page, guide, server }) => {
  await signInByForm(page, 'viewer');
  await guide("DELETE FROM CSM_ROUTING_MEMBERS WHERE role = 'viewer'");
  await page.goto('/queue');
  await expect(page).toHaveURL('/sign-in');
  await server.reset();
});
