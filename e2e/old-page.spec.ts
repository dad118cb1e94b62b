import { expect, test } from './fixtures';
import { untilHydrated } from './support/interactions';

test.beforeEach(({ server }) => server.reset());

test('a page that was open during an update says so, does nothing, and works after a reload', async ({
  signInAs,
  guide,
  problems,
}) => {
  problems.expect(/Failed to load resource|Server Action/);
  const page = await signInAs('manager');
  await page.goto('/runs');
  const runs = async () => (await guide('SELECT run_id FROM CSM_ROUTING_RUNS'))[0].length;
  const before = await runs();
  // The new version has other ids for its actions.
  await page.route('**/runs', (route) => {
    const headers = route.request().headers();
    return headers['next-action']
      ? route.continue({ headers: { ...headers, 'next-action': '40'.padEnd(42, '0') } })
      : route.continue();
  });
  const startRun = page.getByRole('button', { name: 'Start run' });
  await untilHydrated(startRun);
  await startRun.click();
  await expect(page.getByRole('heading', { name: 'The app was updated' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'nothing was done' })).toBeVisible();
  expect(await runs()).toBe(before);

  await page.unroute('**/runs');
  await page.getByRole('button', { name: 'Reload' }).click();
  await untilHydrated(startRun);
  await startRun.click();
  await expect(page.getByText(/recommendations? added to the queue/)).toBeVisible();
});
