import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { chooseFirstOption } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';

const hostile = `A "1" \\ 100%25 O'H/日本?#&<b>`;

test.beforeEach(({ server }) => server.reset());

/** Opens a search result in the command palette by keyboard. */
async function openByName(page: Page, text: string, found: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Search and commands' });
  await box.fill(text);
  await chooseFirstOption(page, page.getByRole('option', { name: found }));
}

const events = (page: Page) => page.getByRole('list', { name: 'Newest first' }).locator('> li');

test('the palette finds an account by name, and its page shows the complete history', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/queue');
  await openByName(page, 'larch', /Larch & Loom/);
  await expect(page).toHaveURL(/\/accounts\/NEED-1$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Larch & Loom');
  await expect(page.getByText('needs a CSM since')).toBeVisible();
  await expect(events(page).first()).toContainText('Recommended:');
  await expect(events(page).last()).toContainText('Started to need a CSM');

  await page.getByRole('link', { name: /^Open in the queue:/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/queue\?row=\d+$/);
  const record = page.getByRole('region', { name: 'Recommendation details' });
  await expect(record.getByRole('button', { name: /^Accept/ })).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText(/Accepted|accepted/).first()).toBeVisible();

  await page.goto('/accounts/NEED-1');
  await expect(events(page).first()).toContainText('accepted');
  await expect(events(page).first()).toContainText(/Assigned to .+, the current owner/);
  await expect(events(page).nth(1)).toContainText('Recommended:');
  await expect(events(page)).toHaveCount(3);
  await expect(page.getByText('Owned by')).toBeVisible();
});

test('the queue links to the account, and its run links to the CSM', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/queue?q=Larch');
  const record = page.getByRole('region', { name: 'Recommendation details' });
  const heading = record.getByRole('heading', { level: 2 });
  await expect(heading).toBeVisible();
  const name = (await heading.textContent()) ?? '';
  await heading.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/accounts\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await events(page)
    .getByRole('link', { name: /^\d{8}_\d{6}/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\//);
  await page.getByRole('table', { name: 'Placed accounts' }).getByRole('link').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/csms\//);
});

test('an account id may contain any characters, and its data is shown as text', async ({
  signInAs,
  guide,
}) => {
  const id = hostile.replaceAll("'", "''");
  await guide(
    `INSERT INTO ${schema}.CSM_ROUTING_ONBOARDING (account_id_ob, account_name, success_transition_status_ob)
     VALUES ('${id}', '<i>Nasty</i> & Co', 'Needs CSM');
     INSERT INTO ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE (recommendation_id, account_id,
       recommended_csm, recommendation_timestamp, was_assigned, llm_feedback)
     VALUES (9001, '${id}', 'Kim Lee', DATEADD('hour', -2, CURRENT_TIMESTAMP()), FALSE, '<u>Fine</u>')`,
  );
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await openByName(page, '<i>nasty', /Nasty/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<i>Nasty</i> & Co');
  expect(page.url()).toContain(`/accounts/${encodeURIComponent(hostile)}`);
  await expect(page.getByText('“<u>Fine</u>”')).toBeVisible();
  await page.reload();
  await expect(page.getByText(hostile)).toBeVisible();
});

test('a blinded review is hidden on the account page', async ({ signInAs, guide }) => {
  await guide(
    `INSERT INTO ${schema}.CSM_ROUTING_REVIEWS
     SELECT 'w-1', recommendation_id, 'r', account_id, 'c', 'reassign', 91, 'Give it to Hana Sato.',
       NULL, 'Hana Sato', NULL, 'claude-test', 1, TRUE, recommendation_timestamp
     FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE account_id = 'NEED-2'`,
  );
  const page = await signInAs('viewer');
  await page.goto('/accounts/NEED-2');
  await expect(
    page.getByText('The verdict is hidden until the recommendation is decided.'),
  ).toBeVisible();
  expect(await page.content()).not.toMatch(/Give it to Hana|91% confident/);
});

test('an unknown account id shows a not-found page', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/accounts/NOBODY');
  await expect(page.getByRole('heading', { name: 'Account not found' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/accounts/${'x'.repeat(300)}`);
  await expect(page.getByRole('heading', { name: 'Account not found' })).toBeVisible();
});

test('the page of an account is accessible', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto('/accounts/NEED-3');
  await expect(events(page).first()).toBeVisible();
  await expectAccessibleInAppearances(page);
});
