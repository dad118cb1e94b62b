import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('../../test/fakesnow/server.py', import.meta.url));

/** No engine takes this long to start unless it hangs. */
const limitMs = 60_000;

/** A server that speaks Snowflake's protocol and executes on fakesnow. */
export interface Fakesnow {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts fakesnow on a port of its own choice. However this process ends, it ends too. */
export async function startFakesnow(python: string): Promise<Fakesnow> {
  const child = spawn(python, ['-B', '-W', 'ignore', server], {
    // It ends with its input, and Ctrl-C is for this process to act on.
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  try {
    return {
      url: await announced(child.stdout),
      async end() {
        child.stdin.end();
        await ended;
      },
    };
  } finally {
    clearTimeout(timer);
  }
}

function announced(output: Readable): Promise<string> {
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
