import { guideQueries } from '@/test/support/guide-queries';
import { accountsNeedingCsm, csmNames } from './company/data';
import { expect, test } from './fixtures';
import { runScript } from './server/process';
import { postRun, waitForRun } from './server/runs-api';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const [first, second] = csmNames.slice(-2);
const backlog = accountsNeedingCsm.length;

// Two CSMs are left, and no account has a recommendation.
test.beforeEach(async ({ server, guide }) => {
  await server.reset();
  await guide(
    `DELETE FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE`,
    `DELETE FROM ${schema}.resi_corp_active_csms WHERE active_csm NOT IN ('${first}', '${second}')`,
  );
});

test('a manager previews a drain, starts it, and reads why not every account was placed', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await expect(page.getByLabel('Maximum number of accounts')).toHaveValue(String(backlog));
  await expect(page.getByRole('region', { name: 'Preview' })).toBeHidden();

  await page.getByLabel('Accounts per CSM').selectOption('Up to 3, this run only');
  const preview = page.getByRole('table', { name: 'Preview of this run' });
  const figures = async (measure: string) =>
    preview.getByRole('row').filter({ hasText: measure }).getByRole('cell').allTextContents();
  await expect(preview).toBeVisible();
  expect(await figures('Accounts placed')).toEqual(['2', '6']);
  expect(await figures('Days until the backlog is empty')).toEqual(['6', '2']);
  await expect(page.getByText('This run would place 6')).toBeVisible();
  expect((await guide(guideQueries.latestRun))[0]).toEqual([]);

  await page.getByLabel('Accounts per CSM').selectOption('As in the policy');
  await expect(preview).toBeHidden();
  await page.getByLabel('Accounts per CSM').selectOption('Up to 3, this run only');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText('6 recommendations added to the queue')).toBeVisible();
  await expect(
    page.getByRole('heading', { name: `Batch of ${backlog}, up to 3 per CSM` }),
  ).toBeVisible();
  await expect(
    page.getByText(`You asked for ${backlog}. 2 CSMs could receive 6 accounts.`),
  ).toBeVisible();
  await expect(
    page.getByText('5 accounts wait because every eligible CSM received as many'),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name: '5 accounts deferred' })).toBeVisible();

  const [latest] = await guide(guideQueries.latestRun);
  const placedWith = (csm: string | undefined) =>
    latest.filter((row) => row.recommended_csm === csm).length;
  expect([latest.length, placedWith(first), placedWith(second)]).toEqual([6, 3, 3]);

  await page.goto('/runs');
  await expect(
    page.getByRole('link', { name: `Batch of ${backlog}, up to 3 per CSM` }),
  ).toBeVisible();
});

test('accounts that no CSM takes are listed by class', async ({ signInAs, guide }) => {
  await guide(
    `UPDATE ${schema}.data_csm_routing_account_health_revenue_tad_neediness
     SET segment = 'Commercial', account_level = 'Enterprise'
     WHERE account_id_ob IN ('NEED-1', 'NEED-2')`,
    `UPDATE ${schema}.CSM_ROUTING_CSM_DETAILS SET segment = 'Residential'`,
  );
  const page = await signInAs('manager');
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText('2 recommendations added to the queue')).toBeVisible();
  await expect(
    page.getByText('2 accounts wait because no active CSM takes their class.'),
  ).toBeVisible();
  const untaken = page.getByRole('table', { name: 'Accounts that no active CSM takes' });
  await expect(untaken.getByRole('row').nth(1)).toContainText('Commercial · Enterprise');
  await expect(untaken.getByRole('row').nth(1)).toContainText('2');
  const deferred = page.getByRole('table', { name: 'Deferred accounts' });
  await expect(deferred).not.toContainText('NEED-1');
  await expect(deferred).toContainText('NEED-9');
});

test('npm run route drains through the server, and replays the run with an identical result', async ({
  server,
}) => {
  const route = (...args: string[]) => runScript('cli/route.ts', args, server.path);
  const drain = await route('--mode', 'batch', '--batch-size', '50', '--per-csm', '3');
  expect(drain.code).toBe(0);
  expect(drain.stdout).toContain('You asked for 50. 2 CSMs could receive 6 accounts.');
  const runId = /Run (\S+): 6 placed/.exec(drain.stdout)?.[1] ?? '';

  const replay = await route('--replay', runId);
  expect(replay.stdout).toContain(`Run ${runId}: identical. 6 placed and 5 deferred`);
  expect(replay.code).toBe(0);

  const { runId: started } = await (await postRun(server, { mode: 'batch', batchSize: 1 })).json();
  await waitForRun(server, started);
  expect((await route('--replay', `${started}?`)).code).toBe(3);
});
