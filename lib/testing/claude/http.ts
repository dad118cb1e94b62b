import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Happens } from './faults';

/** What is sent back. */
export interface Reply {
  readonly status: number;
  readonly type: 'application/json' | 'application/x-jsonl';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a request's JSON; undefined for a request without, or for what is no JSON. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return undefined;
  }
}

/** Sends the reply as far as the fault allows; answers what became of it, if it did not arrive. */
export async function send(
  response: ServerResponse,
  { status, type, body, headers }: Reply,
  fault: Happens | undefined,
): Promise<'cut' | 'gone' | undefined> {
  if (response.destroyed) return 'gone';
  if (fault?.do === 'cut-after') {
    response.destroy();
    return 'cut';
  }
  const bytes = Buffer.from(body);
  const middle = Math.floor(bytes.length / 2);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...headers });
  if (fault?.do !== 'cut-amid' && fault?.do !== 'hold-amid') {
    response.end(bytes);
    return undefined;
  }
  await new Promise((resolve) => response.write(bytes.subarray(0, middle), resolve));
  if (fault.do === 'hold-amid') {
    await Promise.race([fault.released, once(response, 'close')]);
    if (response.destroyed) return 'gone';
    response.end(bytes.subarray(middle));
    return undefined;
  }
  response.destroy();
  return 'cut';
}
