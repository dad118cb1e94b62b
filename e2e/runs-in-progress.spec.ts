import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import type { AppServer } from './server/server';

test.beforeEach(({ server }) => server.reset());

/** Starts a run that stays in the reading stage. */
async function startSlowRun(server: AppServer): Promise<string> {
  await server.slowDown('accounts.to-route');
  const started = await postRun(server, { mode: 'batch', batchSize: 2 });
  expect(started.status).toBe(202);
  return (await started.json()).runId;
}

test('another manager sees whose run is in progress, keeps following it after losing the connection, and can cancel it', async ({
  signInAs,
  server,
  problems,
}) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  const runId = await startSlowRun(server);
  const page = await signInAs('manager');
  await page.goto(`/runs/${runId}`);
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('Reading');

  const second = await page.request.post('/api/runs', { data: { mode: 'batch', batchSize: 1 } });
  expect(second.status()).toBe(409);
  const { error } = await second.json();
  expect(error.code).toBe('run_in_progress');
  expect(error.message).toContain('Command line’s run is in progress');

  const problem = page.getByText('The server is not responding. This page keeps trying');
  await page.context().setOffline(true);
  await expect(problem).toBeVisible();
  await page.context().setOffline(false);
  await expect(problem).toBeHidden();

  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expect(page.getByText('The run was canceled')).toBeVisible();
  await expect(page.getByText('Canceled by Morgan Ellis.')).toBeVisible();
  expect(await waitForRun(server, runId)).toMatchObject({ status: 'cancelled', placed: null });
});

test('the server shuts down during a run and with an idle connection', async ({ server }) => {
  const runId = await startSlowRun(server);
  const { port, hostname } = new URL(server.url);
  const idle = connect(Number(port), hostname);
  await once(idle, 'connect');
  await server.stop();
  idle.destroy();
  await server.start();
  expect(await waitForRun(server, runId)).toMatchObject({ status: 'failed' });
});

test('a run is recorded as interrupted, with nothing saved, after its server was killed', async ({
  signInAs,
  server,
}) => {
  const runId = await startSlowRun(server);
  await server.kill();
  await server.start();
  const page = await signInAs('viewer');
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText('The program stopped during this run.')).toBeVisible();
  expect((await postRun(server, { mode: 'batch', batchSize: 1 })).status).toBe(202);
  await server.kill();
  const [saved] = await server.sql(
    `SELECT COUNT(*) AS saved FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE run_id = '${runId}'`,
  );
  expect(saved).toEqual([{ saved: 0 }]);
});
