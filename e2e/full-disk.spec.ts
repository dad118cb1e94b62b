import { randomUUID } from 'node:crypto';
import { mountSmallDisk, type SmallDisk, smallDiskUnavailable } from '@/test/support/small-disk';
import { expect, signInByForm, test } from './fixtures';
import { untilHydrated } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const skipped = smallDiskUnavailable();
test.skip(skipped !== undefined, skipped);

/** A list that does not fit into what a full disk has left. */
const longList = `account_id,account_name\n${Array.from({ length: 2_000 }, (_, n) => `new-${n},${'Name '.repeat(15)}${n}`).join('\n')}\n`;

let disk: SmallDisk;
test.beforeEach(async ({ server }) => {
  await server.stop();
  disk = mountSmallDisk(64, server.folder);
  await server.reset();
});
test.afterEach(async ({ server }) => {
  await server.stop();
  disk.unmount();
  await server.reset();
});

test('decisions are refused while the disk is full and saved once it has space, without a restart', async ({
  server,
  page,
}) => {
  // The sessions of other tests depend on the secret in the folder that is hidden.
  await signInByForm(page, 'manager');
  const { request } = page;
  const { rows } = await (await request.get('/api/queue')).json();
  const requests = rows.map(({ id }: { id: string }) => ({
    requestId: randomUUID(),
    recommendationId: id,
    verb: 'reject',
    reason: 'workload',
    note: 'Not now. '.repeat(100),
  }));
  const decide = () => request.post('/api/decisions', { data: { requests } });
  const readiness = async () => {
    const response = await request.get('/api/ready');
    return { code: response.status(), ...(await response.json()) };
  };

  disk.fill();
  for (const _ of ['first attempt', 'retry']) {
    const response = await decide();
    expect(response.status()).toBe(503);
    expect((await response.json()).error).toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('disk is full'),
    });
  }
  expect(await readiness()).toEqual({ code: 503, status: 'unavailable' });
  expect((await request.get('/api/queue')).status()).toBe(200);

  disk.free();
  const response = await decide();
  expect(response.status()).toBe(200);
  const { outcomes } = await response.json();
  expect(new Set(outcomes.map(({ status }: { status: string }) => status))).toEqual(
    new Set(['decided']),
  );
  expect(await readiness()).toEqual({ code: 200, status: 'ok' });
  const [[row] = []] = await server.sql('SELECT COUNT(*) AS n FROM CSM_ROUTING_DECISIONS');
  expect(row?.n).toBe(requests.length);
});

test('while the disk is full, decisions wait, runs and imports are refused, and each says why', async ({
  server,
  page,
  problems,
}) => {
  problems.expect(/Failed to load resource/);
  const diskIsFull = 'The server’s disk is full, so changes cannot be saved.';
  await signInByForm(page, 'admin');
  await page.goto('/import');
  const list = { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(longList) };
  await page.getByLabel('File to import').setInputFiles(list);
  const importButton = page.getByRole('button', { name: 'Import 2,000 accounts' });
  await expect(importButton).toBeEnabled();
  const stored = () =>
    server.sql(
      'SELECT COUNT(*) AS n FROM CSM_ROUTING_ACCOUNTS_V',
      'SELECT COUNT(*) AS n FROM CSM_ROUTING_RECOMMENDATIONS_CANNE',
      'SELECT COUNT(*) AS n FROM CSM_ROUTING_DECISIONS',
    );
  const before = await stored();

  disk.fill();
  await importButton.click();
  const failure = page.getByRole('alert').filter({ hasText: 'The file was not imported' });
  await expect(failure).toContainText(diskIsFull);
  await page.goto('/runs');
  const startRun = page.getByRole('button', { name: 'Start run' });
  await untilHydrated(startRun);
  await startRun.click();
  // Its start may still fit on the disk.
  await expect(page.getByText(diskIsFull)).toBeVisible();
  const queue = new QueuePageObject(page);
  await queue.open('?flag=none');
  await queue.expectReadyForKeys();
  await page.keyboard.press('a');
  await expect(queue.outboxStatus).toContainText('Not saving 1 decision');
  await expect(queue.outboxStatus).toContainText('disk is full');
  expect(await stored()).toEqual(before);

  disk.free();
  await expect(queue.outboxStatus).toBeEmpty();
  const running = "SELECT run_id FROM CSM_ROUTING_RUNS WHERE status = 'running'";
  await expect.poll(() => server.sql(running)).toEqual([[]]);
  await page.goto('/runs');
  await untilHydrated(startRun);
  await startRun.click();
  await expect(page.getByText(/recommendations? added to the queue/)).toBeVisible();
  const [accounts, [recommendations], [decisions]] = await stored();
  expect(accounts).toEqual(before[0]);
  expect(Number(recommendations?.n)).toBeGreaterThan(Number(before[1][0]?.n));
  expect(decisions).toEqual({ n: Number(before[2][0]?.n) + 1 });
});
