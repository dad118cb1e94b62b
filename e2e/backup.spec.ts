import { basename } from 'node:path';
import { expect, test } from './fixtures';
import { runScript } from './server/process';

test.beforeEach(({ server }) => server.reset());

test('npm run backup goes through the server that has the warehouse open, and npm run restore waits until it stops', async ({
  server,
}) => {
  const { code, stdout } = await runScript('cli/backup.ts', ['--json'], server.path);
  expect(code).toBe(0);
  const { path, rows, auditEntry } = JSON.parse(stdout);
  expect(rows).toBeGreaterThan(100);
  const [[entry]] = await server.sql(
    "SELECT actor, subject FROM CSM_ROUTING_AUDIT WHERE action = 'backup.made'",
  );
  expect(entry).toEqual({ actor: 'operator', subject: basename(path) });
  expect(auditEntry).toBeGreaterThanOrEqual(0);
  expect(await runScript('cli/restore.ts', [path], server.path)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('most likely the running server'),
  });
});
