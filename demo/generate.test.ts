import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommandWith } from '@/test/support/run-cli';
import { storedTables, tablePath } from './stored-tables';

const data = fileURLToPath(new URL('data', import.meta.url));

let folders: readonly string[];
beforeAll(async () => {
  const make = () => mkdtemp(join(tmpdir(), 'csm-routing-'));
  folders = await Promise.all([make(), make()]);
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

it('generates the same history each time, to the last byte', async () => {
  const [first = '', second = ''] = folders;
  // Two processes, because ids depend on those made before in the same process.
  const generate = (folder: string) =>
    runCommandWith({}, 'generate-demo', ['--folder', folder, '--days', '1']);
  for (const { code, err } of await Promise.all(folders.map(generate))) {
    expect([code, err]).toEqual([0, '']);
  }
  const files = await readdir(first);
  expect(files).toHaveLength(11);
  for (const file of files) {
    const [one, other] = await Promise.all([first, second].map((at) => readFile(join(at, file))));
    expect(one?.equals(other as Buffer), file).toBe(true);
  }
});

it('stores at most 3 MB of history', async () => {
  const sizes = storedTables.map(async (table) => (await stat(tablePath(data, table))).size);
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeLessThan(3_000_000);
});
