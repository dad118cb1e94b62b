import { appendFile, cp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BackupTest, backupTest } from '@/test/support/backups';
import { listBackups } from './list-backups';
import { verifyBackup } from './verify-backup';

let test: BackupTest;
let intact: string;
beforeAll(async () => {
  test = await backupTest();
  intact = (await test.backUp()).path;
});
afterAll(() => test.dispose());

/** Why a damaged copy of the backup does not verify. */
async function problemAfter(damage: (folder: string) => Promise<unknown>): Promise<string | null> {
  const folder = join(test.settings.folder, 'damaged');
  await cp(intact, folder, { recursive: true });
  try {
    await damage(folder);
    return (await verifyBackup(folder)).problem;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function changeByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.from([1]), 0, 1, 300_000);
  await file.close();
}

async function editManifest(folder: string, edit: (text: string) => string): Promise<void> {
  const path = join(folder, 'manifest.json');
  await writeFile(path, edit(await readFile(path, 'utf8')));
}

const file = (folder: string) => join(folder, 'warehouse.duckdb');

it.each<[string, (folder: string) => Promise<unknown>, string]>([
  ['is cut short', (at) => truncate(file(at), 4096), 'has 4,096 bytes instead of'],
  ['is longer', (at) => appendFile(file(at), 'x'), 'warehouse.duckdb has'],
  ['has another byte', (at) => changeByte(file(at)), 'warehouse.duckdb was changed'],
  [
    'lacks the share',
    (at) => rm(join(at, 'warehouse.share.duckdb')),
    'warehouse.share.duckdb is missing.',
  ],
  ['lacks the manifest', (at) => rm(join(at, 'manifest.json')), 'has no manifest'],
  [
    'has a manifest that is not one',
    (at) => editManifest(at, (text) => text.slice(0, 100)),
    'has no manifest',
  ],
  [
    'has other rows than the manifest says',
    (at) => editManifest(at, (text) => text.replace(/(CSM_ROUTING_POLICIES": )1/, '$12')),
    'CSM_ROUTING_POLICIES has 1 rows instead of 2.',
  ],
  [
    'has another audit trail than the manifest says',
    (at) => editManifest(at, (text) => text.replace(/"entry": 0/, '"entry": 7')),
    'The newest entry of the audit trail differs.',
  ],
])('does not verify a backup that %s', async (_, damage, words) => {
  expect(await problemAfter(damage)).toContain(words);
});

it('lists backups, newest first, with whether they verify', async () => {
  const second = await test.backUp();
  await truncate(file(second.path), 4096);
  const listed = [];
  for await (const backup of await listBackups(test.ctx)) listed.push(backup);
  expect(listed).toMatchObject([
    { name: second.name, problem: expect.stringContaining('bytes instead of') },
    { problem: null, manifest: { takenAt: new Date('2026-03-02T09:00:00Z') } },
  ]);
  expect(intact).toContain(listed[1]?.name);
});
