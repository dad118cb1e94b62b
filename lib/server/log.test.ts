import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Runs code that logs in a separate process, and returns its standard error. */
async function logged(code: string, level: string): Promise<string> {
  const program = `import { log } from '@/lib/server/log'; ${code}`;
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
