import { guideQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { runScript } from './server/process';
import { postRun, waitForRun } from './server/runs-api';

test.beforeEach(({ server }) => server.reset());

test('a script starts a run, polls it, and reads its outcome', async ({ server, guide }) => {
  const started = await postRun(server, { mode: 'batch', batchSize: 2 });
  expect(started.status).toBe(202);
  const { runId } = await started.json();
  expect(started.headers.get('location')).toBe(`/api/runs/${runId}`);
  expect(await waitForRun(server, runId)).toMatchObject({ status: 'succeeded', placed: 2 });
  const [latest] = await guide(guideQueries.latestRun);
  expect(latest.map((row) => row.run_id)).toEqual([runId, runId]);
});

test('a script retries a start with the same key, and finds one run in the list', async ({
  server,
}) => {
  const input = { mode: 'batch', batchSize: 2 };
  const attempts = [
    postRun(server, input, { key: 'nightly' }),
    postRun(server, input, { key: 'nightly' }),
  ];
  const responses = await Promise.all(attempts);
  expect(responses.map(({ status }) => status)).toEqual([202, 202]);
  const [first, second] = await Promise.all(responses.map((response) => response.json()));
  expect(second).toEqual(first);
  await waitForRun(server, first.runId);
  expect((await postRun(server, { ...input, batchSize: 1 }, { key: 'nightly' })).status).toBe(422);
  expect((await postRun(server, input, { key: 'x'.repeat(201) })).status).toBe(400);
  const listed = await fetch(`${server.url}/api/runs?limit=1`, {
    headers: { authorization: `BEARER ${server.operatorToken}` },
  });
  const { runs, next } = await listed.json();
  expect(runs).toMatchObject([{ id: first.runId, status: 'succeeded', placed: 2 }]);
  expect(next).not.toBeNull();
});

test('invalid input is rejected with a message that says what is wrong', async ({ server }) => {
  const cases = [
    ['not JSON', 'not valid JSON'],
    [{ mode: 'sideways' }, 'single, batch, or refresh'],
    [{ mode: 'batch', batchSize: 0 }, 'at least 1'],
    [{ mode: 'batch', batchSize: 1e9 }, 'at most 500'],
    [{ mode: 'single', accountId: '' }, 'name an account'],
    [{ mode: 'batch', batchSize: 1, as: 'admin' }, 'as'],
  ] as const;
  for (const [input, message] of cases) {
    const response = await postRun(server, input);
    expect(response.status, JSON.stringify(input)).toBe(400);
    const { error } = await response.json();
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain(message);
  }
});

test('the run of an unroutable account fails with the reason', async ({ server }) => {
  const cases = [
    ['NO-SUCH', 'Account NO-SUCH does not exist.'],
    ['BOOK-2-1', 'does not need a CSM'],
    ['NEED-1', 'already has a pending recommendation'],
    [`'; DROP TABLE x; --`, 'does not exist'],
  ] as const;
  for (const [accountId, message] of cases) {
    const { runId } = await (await postRun(server, { mode: 'single', accountId })).json();
    expect(await waitForRun(server, runId)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining(message),
    });
  }
});

test('concurrent starts never recommend an account twice', async ({ server, guide }) => {
  const responses = await Promise.all(
    Array.from({ length: 8 }, () => postRun(server, { mode: 'batch', batchSize: 2 })),
  );
  const started: string[] = [];
  for (const response of responses) {
    const { runId, error } = await response.json();
    if (response.status === 202) started.push(runId);
    else expect(error.message).toContain('Command line’s run is in progress');
  }
  expect(started.length).toBeGreaterThan(0);
  for (const runId of started) await waitForRun(server, runId);
  const [twice] = await guide(`SELECT account_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE
    WHERE was_assigned = FALSE GROUP BY account_id HAVING COUNT(*) > 1`);
  expect(twice).toEqual([]);
});

test('npm run route starts the run on the server that has the warehouse open', async ({
  server,
  guide,
}) => {
  const { code, stdout, stderr } = await runScript(
    'cli/route.ts',
    ['--mode', 'batch', '--batch-size', '2', '--json'],
    server.path,
  );
  expect(stderr).toContain(
    'The warehouse is in use by the running server, so the run starts there',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'succeeded', placed: 2 });
  const [latest] = await guide(guideQueries.latestRun);
  expect(latest).toHaveLength(2);
});
