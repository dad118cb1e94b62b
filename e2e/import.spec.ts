import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { chooseFirstOption } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

// Other tests need the company's own lists.
test.use({ company: 'empty' });
test.beforeEach(({ server }) => server.reset());

const csv = (name: string, text: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

const choose = (page: Page, name: string, text: string) =>
  page.getByLabel('File to import').setInputFiles(csv(name, text));

const crm = `Account ID;Company;CSM Owner;ARR;Status;;Notes
A-1;Acme;Unassigned;18.750;Needs CSM;;x
A-2;Harbor;Ana Silva;640;Complete;;
`;

test('an admin imports a list: suggested columns, a decimal separator, a preview, notes, and the result', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('admin');
  const queue = new QueuePageObject(page);
  await queue.open();
  await expect(page.getByRole('link', { name: 'Import accounts or CSMs' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('import');
  await chooseFirstOption(page, page.getByRole('option', { name: 'Import accounts or CSMs' }));
  await expect(page).toHaveURL('/import');
  await expectAccessibleInAppearances(page);

  await choose(page, 'crm.csv', crm);
  await expect(page.getByLabel('Annual revenue')).toHaveValue('ARR');
  await expect(
    page.getByRole('alert').filter({ hasText: '18.750 (crm.csv, line 2, revenue) may be' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await expectAccessibleInAppearances(page, allAppearances);

  await page.getByLabel('Decimal separator').selectOption(',');
  await page.getByLabel('Industry').selectOption('Notes');
  const preview = page.getByRole('table', { name: 'The first rows as they would be imported' });
  await expect(preview.getByRole('row', { name: /2 A-1 Acme Yes – 18,750 x/ })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Notes' })).toContainText(
    '1 value such as "Unassigned" counts as missing',
  );
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInAppearances(page, allAppearances);

  await page.getByRole('button', { name: 'Import 2 accounts' }).press('Enter');
  await expect(page.getByText('Accounts: 2, of which 1 needs a CSM.')).toBeVisible();
  await expectAccessibleInAppearances(page);
  const [[rows]] = [
    await guide('SELECT account_id, revenue FROM CSM_ROUTING_ACCOUNTS_V ORDER BY 1'),
  ];
  expect(rows).toEqual([
    { account_id: 'A-1', revenue: 18_750 },
    { account_id: 'A-2', revenue: 640 },
  ]);

  await page.getByRole('button', { name: 'Import another file' }).click();
  await choose(page, 'next.csv', crm);
  await expect(
    page.getByText('As you chose them for the last file with these columns.'),
  ).toBeVisible();
  await expect(page.getByLabel('Industry')).toHaveValue('Notes');
});

test('bad rows are listed with line and column, and nothing is imported', async ({ signInAs }) => {
  const page = await signInAs('admin');
  await page.goto('/import');
  await choose(page, 'bad.csv', 'id,health\nA-1,lots\n4.02E+17,50\nTotal,90\n');
  const rows = page.getByRole('table', { name: 'The first bad rows' });
  await expect(rows.getByRole('row', { name: /2 Health "lots" is not a number/ })).toBeVisible();
  await expect(
    rows.getByRole('row', { name: /3 Account id .* spreadsheet shortened/ }),
  ).toBeVisible();
  await expect(rows.getByRole('row', { name: /4 – "Total" looks like a footer/ })).toBeVisible();
  await expectAccessibleInAppearances(page);
  await choose(page, 'large.csv', `id\n${'x'.repeat(8 * 1024 * 1024)}`);
  await expect(page.getByRole('alert').filter({ hasText: 'larger than 8 MB' })).toBeVisible();
  await page.getByLabel('CSMs').check();
  await choose(page, 'csms.csv', 'name\nMia Ortiz\nMIA  ORTIZ\n');
  await expect(page.getByRole('list', { name: 'Notes' })).toContainText(
    'lines 2 and 3 are the same person, Mia Ortiz',
  );
  await expect(page.getByRole('button', { name: 'Import 1 CSM' })).toBeVisible();
});

test('an import whose response is lost is not reported as failed, and gives the same result again', async ({
  signInAs,
  guide,
  problems,
}) => {
  problems.expect(/ERR_FAILED|Failed to load resource/);
  const page = await signInAs('admin');
  await page.goto('/import');
  await choose(page, 'crm.csv', 'account_id,account_name\nA-1,Acme\nA-2,Harbor\n');
  await page.route(
    '**/api/import',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  const importButton = page.getByRole('button', { name: 'Import 2 accounts' });
  await importButton.click();
  const failure = page
    .getByRole('alert')
    .filter({ hasText: 'It is not known whether the file was imported' });
  await expect(failure).toContainText('Import it again to be sure: the result is the same.');
  const imported = async () =>
    (await guide('SELECT account_id FROM CSM_ROUTING_ACCOUNTS_V ORDER BY account_id'))[0];
  const both = [{ account_id: 'A-1' }, { account_id: 'A-2' }];
  expect(await imported()).toEqual(both);
  await expectAccessibleInAppearances(page);

  await importButton.click();
  await expect(page.getByText('Accounts: 2, of which 0 need a CSM.')).toBeVisible();
  expect(await imported()).toEqual(both);
});

test('a manager finds no link to the import and cannot use it', async ({ signInAs, problems }) => {
  problems.expect(/403/);
  const page = await signInAs('manager');
  await page.goto('/diagnostics');
  await expect(page.getByRole('heading', { name: 'Findings' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Import/ })).toHaveCount(0);
  await page.goto('/import');
  await expect(page.getByText('Only admins can import')).toBeVisible();
  const status = await page.evaluate(async () => {
    const form = new FormData();
    form.set('kind', 'accounts');
    form.set('file', new File(['account_id\nA-1\n'], 'a.csv'));
    form.set('columns', '{"account_id":"account_id"}');
    return (await fetch('/api/import', { method: 'POST', body: form })).status;
  });
  expect(status).toBe(403);
});
