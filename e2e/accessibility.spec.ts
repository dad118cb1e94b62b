import { expect, test } from './fixtures';
import {
  allAppearances,
  expectAccessible,
  expectAccessibleInAppearances,
} from './support/accessibility';

// An earlier file on the same server may have changed its company.
test.beforeAll(({ server }) => server.reset());

test('the sign-in page is accessible', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
});

test('the runs pages are accessible', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await expect(page.getByRole('heading', { name: 'Runs', exact: true })).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
  await page.getByRole('link', { name: 'Batch of 6' }).click();
  await expect(page.getByText('6 recommendations added to the queue')).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
});

test('selected items stand out in forced-colors mode', async ({ signInAs }) => {
  const page = await signInAs('viewer', { forcedColors: 'active' });
  await page.goto('/workload');
  const background = (role: 'button' | 'link', name: string) =>
    page
      .getByRole(role, { name })
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  const pairs = [
    ['link', 'Workload', 'Acceptance'],
    ['link', 'Books', 'Effort ledger'],
    ['button', '30 days', '90 days'],
    ['button', 'Chart', 'Table'],
  ] as const;
  for (const [role, selected, other] of pairs) {
    expect(await background(role, selected)).not.toBe(await background(role, other));
  }
});

test('the not-found page is accessible and links to the queue', async ({ signInAs, problems }) => {
  problems.expect(/404/);
  const page = await signInAs('viewer');
  await page.goto('/no-such-page');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  await expect(page).toHaveURL(/\/queue/);
});
