import type { Locator, Page } from '@playwright/test';
import { guideQueries } from '@/test/support/guide-queries';
import { csmNames } from './company/data';
import { expect, test } from './fixtures';
import type { AppServer } from './server/server';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

const tables = ['RUNS', 'RUN_INPUTS', 'DECISIONS', 'POLICIES', 'RECOMMENDATIONS_CANNE'].map(
  (name) => `SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_${name} ORDER BY ALL`,
);

/** What the guide's queries and our own tables say. */
const stored = (guide: AppServer['sql']) =>
  guide(
    guideQueries.latestRun,
    guideQueries.acceptedRecommendations,
    guideQueries.notAssigned,
    ...tables,
  );

test.beforeEach(({ server }) => server.reset());

const comparison = (page: Page): Locator => page.getByRole('status', { name: 'Comparison' });

async function compare(page: Page, scenario: string, fields: Readonly<Record<string, string>>) {
  await page.getByLabel('What if', { exact: true }).selectOption(scenario);
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
      await field.selectOption(value);
    } else await field.fill(value);
  }
  await page.getByRole('button', { name: 'Compare' }).click();
}

test('a record answers why not another CSM, by keyboard, and saves nothing', async ({
  signInAs,
  guide,
}) => {
  const before = await stored(guide);
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.openForKeyboard();
  const { page } = queue;
  await queue.details
    .getByRole('button', { name: /^Why not / })
    .first()
    .press('Enter');
  await expect(queue.dialog).toHaveAccessibleName(/^Why not .+\?$/);
  await expect(comparison(page)).toContainText(
    /fits this account (better|worse|as well as)|The run itself chooses/,
  );
  await expect(queue.dialog.getByRole('table', { name: 'Figures' })).toContainText(
    'Accounts placed',
  );
  await expectAccessibleInAppearances(page, allAppearances);
  await page.keyboard.press('Escape');
  await expect(queue.dialog).toHaveCount(0);

  await page.keyboard.press('w');
  await compare(page, 'A CSM is away', { CSM: csmNames[2] });
  await expect(comparison(page)).toContainText(`While ${csmNames[2]} is away`);
  expect(await stored(guide)).toEqual(before);
});

test('an override shows what it costs the rest of the run before it is confirmed', async ({
  signInAs,
  guide,
}) => {
  const before = await stored(guide);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const { page } = queue;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/what-if?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press('o');
  await expect(queue.dialog.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  const cost = queue.dialog.getByRole('region', { name: 'What this costs the team' });
  const reason = queue.dialog.getByRole('group', { name: 'Reason' });
  await expect(cost).toContainText('Working out what this costs the team…');
  const loading = await reason.boundingBox();
  release();
  await expect(cost.getByRole('status')).toContainText(/fits this account/);
  expect(await reason.boundingBox()).toEqual(loading);
  await cost.getByText(/^Why not /).click();
  await expect(cost).toContainText('For this account alone');
  await expectAccessibleInAppearances(page, allAppearances);
  expect(await stored(guide)).toEqual(before);
});

test('an override does not wait for its cost', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const { page } = queue;
  await page.route('**/api/what-if?*', () => undefined);
  await page.keyboard.press('o');
  await expect(queue.dialog.getByRole('option').first()).toBeVisible();
  for (const key of ['Enter', '1', 'Enter']) await page.keyboard.press(key);
  await queue.expectMessage('Overridden');
  const [decisions] = await guide('SELECT verb FROM CSM_ROUTING_DECISIONS');
  expect(decisions).toEqual([{ verb: 'override' }]);
});

test('a run’s page compares the run with what it was solved from', async ({ signInAs, guide }) => {
  const before = await stored(guide);
  const [[run]] = await guide(
    'SELECT MAX(run_id) AS id FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RUN_INPUTS',
  );
  const page = await signInAs('viewer');
  await page.goto(`/runs/${run?.id}`);
  await page.getByRole('button', { name: 'What if…' }).click();
  await compare(page, 'An account goes to a certain CSM', {
    Account: 'NEED-1',
    CSM: csmNames[4],
  });
  await expect(comparison(page)).toContainText(csmNames[4]);
  await compare(page, 'There is one more CSM', { 'Tenure in months': '24' });
  await expect(comparison(page)).toContainText('With one more CSM, the team would gain');
  await expect(page.getByRole('table', { name: 'Accounts that would move' })).toContainText(
    'New CSM',
  );
  expect(await stored(guide)).toEqual(before);
});

test('the policy page compares today’s intake under another weight', async ({
  signInAs,
  guide,
}) => {
  const before = await stored(guide);
  const page = await signInAs('viewer');
  await page.goto('/policy');
  await page.getByRole('button', { name: 'What if…' }).click();
  await compare(page, 'The policy has another weight', { 'Weight of': 'experience', Value: '0' });
  await expect(comparison(page)).toContainText('By a weight of 0 for experience');
  await compare(page, 'A CSM has another capacity', {
    CSM: csmNames[5],
    'Capacity in accounts': '0',
  });
  await expect(comparison(page)).toContainText(`With a capacity of 0 for ${csmNames[5]}`);
  await expectAccessibleInAppearances(page, allAppearances);
  expect(await stored(guide)).toEqual(before);
});
