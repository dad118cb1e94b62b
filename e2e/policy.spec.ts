import type { Page } from '@playwright/test';
import { guideQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { pressSequence } from './support/interactions';

test.beforeEach(({ server }) => server.reset());

const setting = (page: Page, label: string) => page.getByRole('textbox', { name: label });
const value = (page: Page, label: string) =>
  page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) });
const review = (page: Page) => page.getByRole('button', { name: 'Review changes' }).click();

async function publish(page: Page, note: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Why does the policy change?' }).fill(note);
  await page.getByRole('button', { name: /^Publish version/ }).click();
}

test('a viewer opens the policy by keyboard, reads the summary and the settings, and cannot edit them', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'p');
  await expect(page).toHaveURL('/policy');
  await expect(page.getByText('All accounts that need a CSM are routed.')).toBeVisible();
  await expect(value(page, 'Cooling period')).toContainText('4 hours');
  await expect(value(page, 'Cooling period')).toContainText('0 to 720 hours');
  await expect(page.getByRole('table', { name: /^Versions/ })).toContainText('First version');
  await expect(page.getByRole('link', { name: 'Edit policy' })).toHaveCount(0);
  await expectAccessibleInAppearances(page, allAppearances);
  await page.goto('/policy/edit');
  await expect(page.getByText('Only admins can edit the policy')).toBeVisible();
});

test('an admin keeps changes over a reload, sees what they do, publishes them, and compares the versions', async ({
  signInAs,
}) => {
  const page = await signInAs('admin');
  await page.goto('/policy/edit');
  await setting(page, 'Cooling period').fill('721');
  await review(page);
  const errors = page.getByRole('alert').filter({ hasText: 'not allowed' });
  await errors.getByRole('link', { name: 'Cooling period must be from 0 to 720 hours.' }).click();
  await setting(page, 'Cooling period').fill('0');
  await setting(page, 'Accounts per CSM and run').fill('2');
  await expect(page.getByRole('status').filter({ hasText: '2 changes' })).toBeVisible();
  await page.reload();
  await expect(setting(page, 'Accounts per CSM and run')).toHaveValue('2');
  // The shell's top bar covers what is scrolled under it.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInAppearances(page);

  await review(page);
  const changes = page.getByRole('table', { name: 'Settings that change' });
  await expect(changes.getByRole('row', { name: /Cooling period 4 hours 0 hours/ })).toBeVisible();
  const preview = page.getByRole('table', { name: 'Figures of both policies' });
  await expect(preview.getByRole('row', { name: /^Placed/ })).toBeVisible();
  await page.getByRole('button', { name: 'Replay the last 90 days' }).click();
  await expect(page.getByText(/^Replayed \d+ accounts?/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'How long do accounts wait?' })).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);

  await page.getByRole('button', { name: /^Publish version/ }).click();
  await expect(page.getByText('Say why the policy changes.')).toBeVisible();
  await publish(page, 'Empty the backlog');
  await expect(page).toHaveURL('/policy');
  await expect(value(page, 'Accounts per CSM and run')).toContainText('2 accounts');
  const versions = page.getByRole('table', { name: /^Versions/ });
  await expect(
    versions.getByRole('row', { name: /2 \(in effect\) Empty the backlog/ }),
  ).toBeVisible();
  await versions.getByRole('link', { name: 'Since 1 to 2' }).click();
  await expect(page).toHaveURL('/policy?from=1&to=2');
  const difference = page.getByRole('table', { name: 'Settings of versions 1 and 2' });
  await expect(difference.getByRole('row', { name: /run 1 account 2 accounts/ })).toBeVisible();
  await page.goto('/policy/edit');
  await expect(page.getByRole('status').filter({ hasText: 'No changes' })).toBeVisible();
});

test('a second admin with an older draft is refused, keeps it, and applies it to the new version', async ({
  signInAs,
}) => {
  const [first, second] = [await signInAs('admin'), await signInAs('admin')];
  await second.goto('/policy/edit');
  await setting(second, 'Weekly limit of high-need accounts').fill('3');
  await first.goto('/policy/edit');
  await setting(first, 'Weight of waiting').fill('20');
  await review(first);
  await publish(first, 'Wait less');
  await expect(first).toHaveURL('/policy');

  await review(second);
  await publish(second, 'Protect returning CSMs');
  await expect(
    second.getByText(/published version 2 while you were editing version 1/),
  ).toBeVisible();
  await second.getByRole('button', { name: 'Apply my changes to version 2' }).click();
  await publish(second, 'Protect returning CSMs');
  await expect(second).toHaveURL('/policy');
  await expect(value(second, 'Weight of waiting')).toContainText('20 cost units');
  await expect(value(second, 'Weekly limit of high-need accounts')).toContainText('3 accounts');
});

test('accounts outside a published scope leave the queue and its count, and the guide’s tables stay the same', async ({
  signInAs,
  guide,
}) => {
  const scores = 'DSV_WAREHOUSE.DATA_SCIENCE.data_csm_routing_account_health_revenue_tad_neediness';
  await guide(`UPDATE ${scores} SET segment = 'Commercial', account_level = 'Enterprise'
    WHERE account_id_ob IN ('NEED-1', 'NEED-2')`);
  const queries = [guideQueries.recommendationsToday, guideQueries.accountsNeedingCsm];
  const before = await guide(...queries);
  const page = await signInAs('admin');
  await page.goto('/queue');
  const commercial = page.getByText('Larch & Loom');
  await expect(commercial.first()).toBeVisible();
  const count = page.getByRole('link', { name: /^Queue \d+ pending$/ });
  await expect(count).toBeVisible();
  const pending = Number(/\d+/.exec((await count.textContent()) ?? '')?.[0]);
  await page.goto('/policy/edit');
  const classes = page.getByRole('group', { name: 'Classes' });
  await classes.getByRole('radio', { name: 'Only these' }).check();
  for (const box of await classes.getByRole('checkbox').all()) await box.uncheck();
  await review(page);
  await expect(page.getByRole('alert').filter({ hasText: 'not allowed' })).toContainText(
    'Classes: choose at least one, or all.',
  );
  await classes.getByRole('checkbox', { name: 'Residential · Corporate' }).check();
  await review(page);
  await expect(page.getByRole('table', { name: 'Figures of both policies' })).toBeVisible();
  await publish(page, 'Route one class');
  await expect(
    page.getByText(/^Only accounts of these classes are routed: Residential/),
  ).toBeVisible();
  await page.goto('/queue');
  await expect(page.getByRole('link', { name: `Queue ${pending - 2} pending` })).toBeVisible();
  await expect(commercial).toHaveCount(0);
  expect(await guide(...queries)).toEqual(before);
});
