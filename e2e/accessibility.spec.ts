import { expect, test } from './fixtures';
import {
  allAppearances,
  expectAccessible,
  expectAccessibleInAppearances,
} from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

// An earlier file on the same server may have changed its company.
test.beforeAll(({ server }) => server.reset());

test('the sign-in page is accessible', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
});

test('the queue is accessible', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await expect(queue.row('Cooled Storage')).toBeVisible();
  await expectAccessibleInAppearances(queue.page, allAppearances);
  await queue.row('Cooled Storage').click();
  await expect(queue.details.getByRole('heading', { name: 'Books before → after' })).toBeVisible();
  await expectAccessibleInAppearances(queue.page, allAppearances);
});

for (const [button, within] of [
  ['Accept', 'waits for the cooling period'],
  ['Override', 'Other eligible CSMs'],
  ['Reject', 'Reason'],
] as const) {
  test(`the “${button}” dialog is accessible`, async ({ signInAs }) => {
    const queue = new QueuePageObject(await signInAs('manager'));
    await queue.open();
    await queue.select('Cooled Storage');
    await queue.button(button).click();
    await expect(queue.dialog.getByText(within).first()).toBeVisible();
    await expectAccessibleInAppearances(queue.page, allAppearances);
  });
}

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
  // The active queue row is marked by a bar on its left.
  const queue = new QueuePageObject(page);
  await queue.open();
  await queue.select('Cooled Storage');
  const mark = (account: string) =>
    queue
      .row(account)
      .locator('td')
      .first()
      .evaluate((element) => getComputedStyle(element, '::before').width);
  expect(await mark('Cooled Storage')).toBe('4px');
  expect(await mark('Quince "Q" O’Malley')).toBe('auto');
});

test('the not-found page is accessible and links to the queue', async ({ signInAs, problems }) => {
  problems.expect(/404/);
  const page = await signInAs('viewer');
  await page.goto('/no-such-page');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  await expect(page).toHaveURL(/\/queue/);
});

test('every tab stop is visible, and the first one skips the navigation', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.page.keyboard.press('Tab');
  const skip = queue.page.getByRole('link', { name: 'Skip to main content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  const seen: string[] = [];
  for (let stop = 0; stop < 60; stop += 1) {
    await queue.page.keyboard.press('Tab');
    const focus = await queue.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const container = getComputedStyle(element.closest('label, tr') ?? element);
      const visible = [outlineStyle, container.outlineStyle].some((style) => style !== 'none');
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return { name: name.trim(), visible: visible || boxShadow !== 'none' };
    });
    if (!focus) break;
    expect.soft(focus.visible, `focus on “${focus.name}”`).toBe(true);
    seen.push(focus.name);
  }
  for (const label of ['Accept', 'Override', 'Reject']) {
    expect(
      seen.some((name) => name.startsWith(label)),
      label,
    ).toBe(true);
  }
});
