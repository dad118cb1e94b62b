import { randomUUID } from 'node:crypto';
import { mountSmallDisk, type SmallDisk, smallDiskUnavailable } from '@/test/support/small-disk';
import { expect, signInByForm, test } from './fixtures';

const skipped = smallDiskUnavailable();
test.skip(skipped !== undefined, skipped);

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
