import { coolingCsm } from './company/data';
import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const leaver = 'Hana Sato';

test.beforeEach(async ({ server }) => {
  await server.reset();
  // Hana leaves, with two accounts of her own and a third whose owner is spelled in another way.
  await server.sql(`DELETE FROM ${schema}.resi_corp_active_csms WHERE active_csm = '${leaver}'`);
  await server.sql(`INSERT INTO ${schema}.data_csm_routing_account_health_revenue_tad_neediness
(account_id_ob, responsible_csm, neediness_score, health_score, revenue, segment, account_level)
VALUES ('LEFT-1', '${leaver}', 5, 80, 1000, 'Residential', 'Corporate'),
  ('LEFT-2', '${leaver}', 4, 80, 1000, 'Residential', 'Corporate'),
  ('LEFT-3', 'HANA  SATO', 3, 80, 1000, 'Residential', 'Corporate')`);
});

test('an admin marks a former CSM’s accounts, a run places them, and their pages say who marked them', async ({
  signInAs,
}) => {
  const page = await signInAs('admin');
  await page.goto('/diagnostics');
  const finding = page.locator('#finding-orphaned-books');
  await expect(finding).toContainText('no active CSM');
  await finding.getByRole('button', { name: 'Mark as needing a CSM…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /Hana Sato/ })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: coolingCsm })).toHaveCount(0);
  await dialog.getByLabel('Reason (optional)').fill('Hana left');
  await expectAccessibleInAppearances(page, allAppearances);
  const confirm = dialog.getByRole('button', { name: /^Mark \d+ accounts$/ });
  const count = Number(/\d+/.exec((await confirm.textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThanOrEqual(3);
  await confirm.click();
  await expect(dialog.getByText(`${count} accounts marked`)).toBeVisible();
  await dialog.getByRole('link', { name: 'Start a run' }).click();

  await page.getByText('One account').click();
  await page.getByRole('button', { name: 'Choose an account' }).click();
  await page.getByRole('dialog').getByRole('combobox').fill('LEFT-3');
  await page.getByRole('option', { name: /LEFT-3/ }).click();
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText('1 recommendation added to the queue')).toBeVisible();

  await page.goto('/accounts/LEFT-1');
  const mark = page.getByRole('status').filter({ hasText: 'Marked as needing a CSM' });
  await expect(mark).toContainText('“Hana left”');
  await expect(page.getByText('needs a CSM since')).toBeVisible();
  await mark.getByRole('button', { name: 'Take back the mark' }).click();
  await expect(mark).toHaveCount(0);
  await expect(page.getByText('took back the mark as needing a CSM')).toBeVisible();

  // LEFT-1 no longer waits; the others do.
  await page.goto('/diagnostics');
  await expect(finding).toContainText('already wait');
});

test('a viewer sees whose accounts have no active CSM, but cannot mark them', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  const finding = page.locator('#finding-orphaned-books');
  await finding.locator('summary').click();
  await expect(finding.getByRole('link', { name: leaver })).toBeVisible();
  await expect(finding.getByRole('button')).toHaveCount(0);
});
