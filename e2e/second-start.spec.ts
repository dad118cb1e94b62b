import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from './fixtures';
import { environmentFor, freePort, NextServer, root, untilReady } from './server/process';

test.beforeEach(({ server }) => server.reset());

test('a start on a port in use ends with what to do, and leaves the other server alone', async ({
  server,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'csm-routing-e2e-'));
  const { port, hostname } = new URL(server.url);
  const second = spawn(process.execPath, ['cli/start.cjs'], {
    cwd: root,
    env: { ...environmentFor(join(folder, 'other.duckdb')), HOST: hostname, PORT: port },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [stderr, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
  expect(JSON.parse(stderr)).toMatchObject({
    level: 'error',
    msg: `Port ${port} is in use, maybe by another copy of this program. Stop that, or set PORT to another number.`,
  });
  expect(code).toBe(1);
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(200);
  await rm(folder, { recursive: true });
});

test('a second server on the same file says so, changes nothing, and takes over when the first stops', async ({
  server,
  signInAs,
  browser,
}) => {
  const port = await freePort(Number(new URL(server.url).port) + 10);
  const url = `http://127.0.0.1:${port}`;
  let output = '';
  const settings = { ...environmentFor(server.path), NEXTAUTH_URL: url };
  const second = await NextServer.start(port, settings, (printed) => {
    output += printed;
  });
  try {
    expect((await fetch(`${url}/api/ready`)).status).toBe(503);
    expect(output).toMatch(
      /Another program \(process \d+\) has the warehouse open\. Stop it, or use it instead\./,
    );
    const page = await browser.newPage();
    await page.goto(`${url}/sign-in`);
    await expect(page.getByText('Another program is using the warehouse')).toBeVisible();
    await page.close();

    const manager = await signInAs('manager');
    const { rows } = await (await manager.request.get('/api/queue')).json();
    const decision = { recommendationId: rows[0].id, verb: 'reject', reason: 'workload' };
    const requests = [{ ...decision, requestId: crypto.randomUUID() }];
    const saved = await manager.request.post('/api/decisions', { data: { requests } });
    expect((await saved.json()).outcomes).toMatchObject([{ status: 'decided' }]);

    await server.stop();
    await untilReady(url);
  } finally {
    await second.end('SIGTERM');
  }
  const [decisions] = await server.sql('SELECT verb FROM CSM_ROUTING_DECISIONS');
  expect(decisions).toEqual([{ verb: 'reject' }]);
  await server.start();
});
