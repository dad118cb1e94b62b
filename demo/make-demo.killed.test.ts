import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('leaves no file that could be taken for a demo when its creation is killed', async () => {
  const path = join(folder, 'demo.duckdb');
  const command = ['--conditions=react-server', '--import', 'tsx', 'cli/demo.ts', '--file', path];
  const child = spawn(process.execPath, command, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const draft = async () => (await readdir(folder)).find((name) => name.startsWith('unfinished'));
  while (!(await draft())) await new Promise((resolve) => setTimeout(resolve, 20));
  while ((await readdir(join(folder, (await draft()) ?? ''))).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect(await readdir(folder)).toEqual([await draft()]);
});
