import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { installFakesnow } from './install';

const server = fileURLToPath(new URL('server.py', import.meta.url));

const START_TIMEOUT_MS = 60_000;

/**
 * Starts fakesnow before a test run. Puts its URL in FAKESNOW_URL and its Python, which also has
 * sqlglot, in FAKESNOW_PYTHON. Returns the teardown.
 *
 * @throws Error if fakesnow cannot be installed or started
 */
export default async function startFakesnow(): Promise<() => Promise<void>> {
  const installed = await installFakesnow();
  if (!('python' in installed)) throw new Error(Object.values(installed)[0]);
  const child = spawn(installed.python, ['-B', '-W', 'ignore', server], {
    // The server ends when its standard input closes, however this process ends.
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  process.env.FAKESNOW_PYTHON = installed.python;
  const exited = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
  process.env.FAKESNOW_URL = await printedUrl(child.stdout).finally(() => clearTimeout(timer));
  return async () => {
    child.stdin.end();
    await exited;
  };
}

function printedUrl(output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const [, url] = text.match(/^listening on (\S+)\n/m) ?? [];
      if (url) resolve(url);
    });
    output.once('end', () => reject(new Error('fakesnow ended before it listened.')));
  });
}
