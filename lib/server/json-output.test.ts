import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs code in a process whose output is the log, and returns its exit code and lines. */
function run(code: string) {
  const program = `import { logAllOutput } from '@/lib/server/json-output'; logAllOutput(); ${code}`;
  const args = ['--conditions=react-server', '--import', 'tsx', '--input-type=module', '--eval'];
  const env = { ...process.env, LOG_LEVEL: 'debug' };
  const child = spawnSync(process.execPath, [...args, program], { env, encoding: 'utf8' });
  expect(child.stdout).toBe('');
  const lines = child.stderr.split('\n').filter(Boolean);
  return { code: child.status, lines: lines.map((line) => JSON.parse(line)) };
}

it('turns what Next.js prints into lines without colors and signs', () => {
  const { lines } = run(String.raw`
    console.log(' \x1b[32m✓\x1b[39m Ready in %d ms', 5);
    console.log('');
    console.warn('⚠ Careful', { a: 1 });
    console.error(' \x1b[31m⨯\x1b[39m', new TypeError('broken'));
  `);
  expect(lines).toMatchObject([
    { level: 'info', msg: 'Ready in 5 ms' },
    { level: 'warn', msg: 'Careful { a: 1 }' },
    { level: 'error', msg: 'broken', err: { type: 'TypeError' } },
  ]);
});

it('has what Next.js prints as an error after a client left during its request only at debug', () => {
  const { lines } = run(`
    const { enterRequest } = await import('@/lib/server/current-request');
    const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    console.error(aborted);
    enterRequest({ id: 'left', disconnected: AbortSignal.abort() });
    console.error(aborted);
    console.error(new Error('broken'));
  `);
  expect(lines).toMatchObject([
    { level: 'error', msg: 'aborted' },
    { level: 'debug', msg: 'aborted', requestId: 'left' },
    { level: 'error', msg: 'broken', requestId: 'left' },
  ]);
});

it('turns text that arrives in parts into whole lines, also the last one', () => {
  const { lines } = run(`
    process.stdout.write('one');
    process.stdout.write(Buffer.from(' line\\nand '), () => process.stderr.write('a callback\\n'));
    setTimeout(() => process.stdout.write('the rest'), 10);
  `);
  expect(lines).toMatchObject([
    { level: 'info', msg: 'one line' },
    { level: 'warn', msg: 'a callback' },
    { level: 'info', msg: 'and the rest' },
  ]);
});

it('logs warnings of Node and what a worker thread prints', () => {
  const { lines } = run(`
    import { Worker } from 'node:worker_threads';
    process.emitWarning('old', 'DeprecationWarning');
    new Worker("console.log('from a thread')", { eval: true });
  `);
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'warn', msg: 'old', err: expect.anything() }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ level: 'info', msg: 'from a thread' }));
});

it.each([
  ['an exception', "setTimeout(() => { throw new RangeError('lost'); })"],
  ['a rejected promise', "Promise.reject(new RangeError('lost'))"],
])('logs %s that ends the process', (_, code) => {
  const result = run(code);
  expect(result.code).toBe(1);
  expect(result.lines).toMatchObject([{ level: 'fatal', err: { message: 'lost' } }]);
});
