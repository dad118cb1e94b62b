import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Runs code that logs in a separate process, and returns its standard error. */
async function logged(code: string, level: string): Promise<string> {
  const program = `import { log, logStatus } from '@/lib/server/log'; ${code}`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const env = { ...process.env, LOG_LEVEL: level };
  return (await promisify(execFile)(process.execPath, args, { env })).stderr;
}

it('redacts nested secrets', async () => {
  const secrets = `{ password: 'p1', member: { password_hash: 'p2' }, a: { b: { token: 'p3' } } }`;
  const text = await logged(`log.info(${secrets}, 'signed in')`, 'info');
  expect(JSON.parse(text)).toMatchObject({
    msg: 'signed in',
    password: '[secret]',
    member: { password_hash: '[secret]' },
    a: { b: { token: '[secret]' } },
  });
});

it('omits messages below its level, and works with an invalid level', async () => {
  expect(await logged(`log.debug('x')`, 'info')).toBe('');
  expect(await logged(`log.debug('x')`, 'debug')).toContain('"msg":"x"');
  expect(await logged(`log.info('x')`, 'loud')).toContain('"msg":"x"');
});

it('logs a repeated check only when its result changes', async () => {
  const checks = ['null', 'full', 'full', "new Error('away')", 'null', 'null', 'full'];
  const code = checks.map((error) => `logStatus('ready', ${error});`).join('\n');
  const text = await logged(`const full = new Error('disk full'); ${code}`, 'info');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ err, msg }) => err?.message ?? msg)).toEqual([
    'disk full',
    'away',
    'works again',
    'disk full',
  ]);
});
