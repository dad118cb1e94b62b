import { rename } from 'node:fs/promises';
import { startProcess } from '@/test/support/processes/start-process';
import { expect, test } from './fixtures';

test('health and readiness are public and return ok', async ({ request }) => {
  for (const path of ['/api/health', '/api/ready']) {
    const response = await request.get(path);
    expect(response.status()).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers()['cache-control']).toContain('no-store');
  }
});

test.describe('with a warehouse that cannot be used', () => {
  test.beforeEach(({ server }) => server.stop());
  test.afterEach(({ server }) => server.reset());

  test('reports a missing warehouse, and finds it without a restart once it is back', async ({
    server,
    request,
    page,
  }) => {
    await rename(server.path, `${server.path}.away`);
    await server.start({ ready: false });
    const response = await request.get('/api/ready');
    expect(response.status()).toBe(503);
    expect(await response.json()).toEqual({ status: 'unavailable' });
    expect(server.output).toContain('warehouse_missing');
    expect((await request.get('/api/health')).status()).toBe(200);
    await page.goto('/sign-in');
    await expect(page.getByText('There is no warehouse yet.')).toBeVisible();

    await rename(`${server.path}.away`, server.path);
    expect((await request.get('/api/ready')).status()).toBe(200);
  });

  test('reports a warehouse that another program holds, and opens it once released', async ({
    server,
    request,
    page,
  }) => {
    const holder = startProcess('hold-warehouse', server.path);
    for await (const line of holder.lines) if (line === 'held') break;
    try {
      await server.start({ ready: false });
      const response = await request.get('/api/ready');
      expect(response.status()).toBe(503);
      expect(await response.json()).toEqual({ status: 'unavailable' });
      expect(server.output).toContain('warehouse_busy');
      await page.goto('/sign-in');
      await expect(page.getByText('Another program is using the warehouse')).toBeVisible();
    } finally {
      holder.process.stdin.end();
      await holder.exited;
    }
    expect((await request.get('/api/ready')).status()).toBe(200);
  });

  test('rejects a warehouse with a newer schema and leaves it unchanged', async ({
    server,
    request,
    page,
  }) => {
    await server.sql(
      "INSERT INTO CSM_ROUTING_SCHEMA_VERSIONS (version, applied_at) VALUES (999, '2030-01-01')",
    );
    await server.start({ ready: false });
    const response = await request.get('/api/ready');
    expect(response.status()).toBe(503);
    expect(await response.json()).toEqual({ status: 'unavailable' });
    expect(server.output).toContain('warehouse_too_new');
    await page.goto('/sign-in');
    await expect(page.getByText('The warehouse is newer than this app.')).toBeVisible();
    await server.stop();
    const [[row] = []] = await server.sql(
      'SELECT MAX(version) AS version FROM CSM_ROUTING_SCHEMA_VERSIONS',
    );
    expect(row).toEqual({ version: 999 });
  });
});
