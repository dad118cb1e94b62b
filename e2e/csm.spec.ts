import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { chooseFirstOption } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';

test.beforeEach(({ server }) => server.reset());

const pageOf = (name: string) => `/csms/${encodeURIComponent(name)}`;
const book = (page: Page) => page.getByRole('table', { name: 'Accounts of the book' });

test('a CSM can be found by name and their book sorted by keyboard alone', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/runs');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('larsen');
  await chooseFirstOption(page, page.getByRole('option', { name: /Bo "Bear" Larsen/ }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bo "Bear" Larsen');
  await expect(
    page.getByText(/is cooling until (\w{3} \d{1,2}, )?\d{1,2}:\d{2} [AP]M/),
  ).toBeVisible();
  await expect(book(page).locator('tbody tr')).toHaveCount(3);

  await book(page).getByRole('link', { name: 'Account', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sort=name/);
  await expect(book(page).getByRole('columnheader', { name: /Account/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(book(page).locator('tbody tr').first()).toContainText('Old Customer 1-0');

  await page.getByRole('button', { name: '7 days' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/period=7d/);
  const chart = page.getByRole('region', { name: 'How many accounts did they receive each week?' });
  await chart.getByRole('button', { name: 'Table' }).focus();
  await page.keyboard.press('Enter');
  await expect(chart.getByRole('table')).toBeVisible();

  await page.getByRole('link', { name: 'Back to workload' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\?period=7d&zone=/);
});

test('the CSM page lists decisions newest first, with who received the account', async ({
  signInAs,
  guide,
}) => {
  await guide(
    `INSERT INTO ${schema}.CSM_ROUTING_DECISIONS (decision_id, request_id, recommendation_id,
       account_id, verb, recommended_csm, csm_name, reason, note, decided_by, decided_by_name, decided_at)
     VALUES
     ('d-1', 'q-1', 8001, 'BOOK-1-0', 'override', 'Kim Lee', 'Hana Sato', 'workload', '<b>Much</b> to do',
       'mia@example.com', 'Mia', DATEADD('hour', -5, CURRENT_TIMESTAMP())),
     ('d-2', 'q-2', 8002, 'BOOK-1-1', 'reject', 'Kim Lee', NULL, 'not_ready', NULL,
       'mia@example.com', 'Mia', DATEADD('hour', -4, CURRENT_TIMESTAMP()))`,
  );
  const page = await signInAs('viewer');
  await page.goto(pageOf('Kim Lee'));
  const rows = page.getByRole('table', { name: 'Decisions, newest first' }).locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Rejected');
  await expect(rows.nth(1)).toContainText('The recommended CSM has too much work');
  await expect(rows.nth(1)).toContainText('“<b>Much</b> to do”');
  await rows.nth(1).getByRole('link', { name: 'Hana Sato' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hana Sato');
  await expect(rows).toHaveCount(1);
});

const names = [
  `O'Neil "the /fox\\" 100%25 日本 ?#&<i>`,
  'a%20b',
  `${'x'.repeat(98)}🦊`,
  '‏עברית & Größe',
];

test('the chart by week has the value of each week and the days before', async ({
  signInAs,
  guide,
}) => {
  const [[recommended]] = await guide(`SELECT recommended_csm AS name
    FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE account_id = 'NEED-1'`);
  const name = String(recommended?.name);
  await guide(`DELETE FROM ${schema}.ACCOUNT_CSM_ASSIGNMENTS_CANNE;
    UPDATE ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE
      WHERE account_id = 'NEED-1';
    INSERT INTO ${schema}.ACCOUNT_CSM_ASSIGNMENTS_CANNE (account_id, csm_name, assignment_date)
      VALUES ('EARLIER-1', '${name}', DATEADD('day', -10, CURRENT_TIMESTAMP())),
        ('EARLIER-2', '${name}', DATEADD('day', -11, CURRENT_TIMESTAMP()))`);
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  await page.goto(`${pageOf(name)}?period=7d&zone=UTC`);
  const chart = page.getByRole('region', { name: 'How many accounts did they receive each week?' });
  await expect(chart.getByText(/^1 account in .*; 2 in the 7 days before\./)).toBeVisible();
  await expect(chart.getByText('Mean per week, 7 days before: 2')).toBeVisible();
  await expect(chart.locator('.recharts-label-list text')).toHaveText(['1']);
});

test('a CSM name may contain any characters', async ({ signInAs, guide }) => {
  await guide(
    ...names.map(
      (name) =>
        `INSERT INTO ${schema}.resi_corp_active_csms VALUES ('${name.replaceAll("'", "''")}')`,
    ),
  );
  const page = await signInAs('viewer');
  for (const name of names) {
    await page.goto(pageOf(name));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name.trim());
    await expect(page.getByText('This CSM owns no accounts.')).toBeVisible();
    await expect(page.getByText('No decisions in this period.')).toBeVisible();
  }
});

test('an inactive CSM has a page, and an unknown name shows a not-found page', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto(pageOf('Former CSM'));
  await expect(page.getByText('Former CSM is not active.')).toBeVisible();
  await page.goto(pageOf('Nobody at all'));
  await expect(page.getByRole('heading', { name: 'CSM not found' })).toBeVisible();
  await expectAccessible(page);
});

test('the page of a CSM is accessible', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto(pageOf('Bo "Bear" Larsen'));
  await expect(book(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Decisions', exact: true })).toBeVisible();
  await expectAccessibleInAppearances(page);
});
