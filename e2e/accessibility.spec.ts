import { expect, test } from './fixtures';
import { expectAccessible } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

// Whatever file was before on the same server may have left its company changed.
test.beforeAll(({ server }) => server.reset());

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: 'light at 360 px', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'dark at 360 px', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

for (const { name, ...look } of looks) {
  test.describe(name, () => {
    test.use(look);

    test(`signing in is accessible, ${name}`, async ({ page }) => {
      await page.goto('/sign-in');
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await expectAccessible(page);
    });
  });

  test(`the queue is accessible, ${name}`, async ({ signInAs }) => {
    const queue = new QueuePageObject(await signInAs('manager', look));
    await queue.open();
    await expect(queue.row('Cooled Storage')).toBeVisible();
    await expectAccessible(queue.page);
    await queue.row('Cooled Storage').click();
    await expect(queue.details.getByRole('heading', { name: 'Alternatives' })).toBeVisible();
    await expectAccessible(queue.page);
    for (const [button, within] of [
      ['Accept', 'waits for the cooling period'],
      ['Override', 'Other eligible CSMs'],
      ['Reject', 'Reason'],
    ] as const) {
      await queue.button(button).click();
      await expect(queue.dialog.getByText(within).first()).toBeVisible();
      await expectAccessible(queue.page);
      await queue.page.keyboard.press('Escape');
      await expect(queue.dialog).toHaveCount(0);
    }
  });

  test(`the runs are accessible, ${name}`, async ({ signInAs }) => {
    const page = await signInAs('manager', look);
    await page.goto('/runs');
    await expect(page.getByRole('heading', { name: 'Runs', exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Batch of 6' }).click();
    await expect(page.getByText('6 recommendations added to the queue')).toBeVisible();
    await expectAccessible(page);
  });
}

test('what is chosen stands out where the reader’s system chooses the colours', async ({
  signInAs,
}) => {
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
  for (const [role, chosen, other] of pairs) {
    expect(await background(role, chosen)).not.toBe(await background(role, other));
  }
  // The queue's row that the record is of, by a mark at its side.
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

test('a page that is not there is accessible and leads back', async ({ signInAs, problems }) => {
  problems.expect(/404/);
  const page = await signInAs('viewer');
  await page.goto('/no-such-page');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  await expect(page).toHaveURL(/\/queue/);
});

test('Tab goes through the whole page, each stop visible, the first one past the rail', async ({
  signInAs,
}) => {
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
      const marked = element.closest('label, tr') ?? element;
      const around = getComputedStyle(marked);
      const visible = [outlineStyle, around.outlineStyle].some((style) => style !== 'none');
      const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return { words: words.trim(), visible: visible || boxShadow !== 'none' };
    });
    if (!focus) break;
    expect.soft(focus.visible, `focus on “${focus.words}”`).toBe(true);
    seen.push(focus.words);
  }
  for (const words of ['Accept', 'Override', 'Reject']) {
    expect(
      seen.some((one) => one.startsWith(words)),
      words,
    ).toBe(true);
  }
});
